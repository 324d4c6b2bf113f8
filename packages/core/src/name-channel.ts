import type { CarecastError } from "@carecast/adapter";

/** Adds the name of the channel to an error of its adapter, which cannot know it. */
export function nameChannel(error: CarecastError, channel: string): CarecastError {
  if (error.channel === undefined) Object.defineProperty(error, "channel", { value: channel, enumerable: true });
  return error;
}
