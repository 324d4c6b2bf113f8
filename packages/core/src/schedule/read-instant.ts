import { ConfigError } from "@carecast/adapter";

import { addSeconds, type PublishTime } from "./publish-time.ts";

/** Milliseconds since the epoch of a time that `publishTimeSchema` has let in. */
export async function readInstant(time: PublishTime): Promise<number> {
  if (typeof time === "string") return Date.parse(time);
  // Only those who schedule by the wall clock or by a pattern load this.
  const { Cron } = await import("croner");
  const instant = new Cron(addSeconds(time.local), { timezone: time.timeZone }).getOnce();
  if (!instant) throw new ConfigError("at.local: this is not a date and time.", { path: "at.local" });
  return instant.getTime();
}
