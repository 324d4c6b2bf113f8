import { isCarecastError, UnsupportedError, type Adapter } from "@carecast/adapter";

import type { Channel } from "./channels.ts";
import { nameChannel } from "./name-channel.ts";

/**
 * Asks the adapter of a channel for something that not every network has; its errors name the channel.
 *
 * @throws UnsupportedError when `call` answers `undefined`: the adapter lacks the member.
 */
export async function askChannel<T>(
  { adapter, name }: Channel,
  cannot: string,
  call: (adapter: Adapter) => Promise<T> | undefined,
): Promise<T> {
  try {
    const answer = call(adapter);
    if (!answer) throw new UnsupportedError(`${adapter.network} ${cannot}.`, { network: adapter.network });
    return await answer;
  } catch (error) {
    throw isCarecastError(error) ? nameChannel(error, name) : error;
  }
}
