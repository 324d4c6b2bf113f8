import type { IsoDateTime } from "@carecast/adapter";

import { endingContent } from "./alert-content.ts";
import { endingId } from "./call-off.ts";
import { derivedId, type StoredMessage } from "./chain-documents.ts";
import type { Desk } from "./desk.ts";
import type { Report } from "../../publish/report.ts";

/** Plans the post that says at its time that the message has ended, where it is live or may be. */
export async function scheduleEnding<Name extends string>(
  desk: Desk<Name>,
  message: StoredMessage,
): Promise<undefined> {
  const { kind, expires, reached = [] } = message;
  const ends = kind === "cancellation" || kind === "allClear";
  if (ends || expires === undefined || Date.parse(expires) <= desk.clock.now()) return;
  const channels = [...new Set(reached.map(({ channel }) => channel))];
  await publishEnding(desk, await endingId(message), message, channels, expires);
}

/** Says now that it has ended. */
export async function postEnding<Name extends string>(
  desk: Desk<Name>,
  message: StoredMessage,
  channels: readonly string[],
  endedAt: number,
): Promise<Report<Name> | undefined> {
  const at = new Date(endedAt).toISOString();
  return publishEnding(desk, await derivedId("ended", message.key), message, channels, at);
}

async function publishEnding<Name extends string>(
  { care, postsEnding, writing }: Desk<Name>,
  id: string,
  { titles }: StoredMessage,
  channels: readonly string[],
  at: IsoDateTime,
): Promise<Report<Name> | undefined> {
  if (!postsEnding || channels.length === 0) return undefined;
  return care.publish(endingContent(titles, at, writing), {
    id,
    // Stored names are those that this application gave.
    channels: channels as readonly Name[],
    at,
    whenUnfit: "skip",
  });
}
