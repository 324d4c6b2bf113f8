import type { Fields } from "../shared/body.ts";
import { invalid } from "./refusals.ts";
import { nextId, type Account, type Scheduled, type State, type StatusText } from "./state.ts";

const leastAheadMs = 300_000;

/** Keeps a status for later if `scheduled_at` asks for it. A time that is past already means now. */
export function schedule(state: State, account: Account, fields: Fields, text: StatusText): Scheduled | undefined {
  const wanted = fields["scheduled_at"];
  if (typeof wanted !== "string" || wanted === "") return undefined;
  const at = Date.parse(wanted);
  if (Number.isNaN(at) || at <= state.now()) return undefined;
  if (at - state.now() < leastAheadMs) throw invalid("Scheduled at The scheduled date must be in the future");
  const scheduled: Scheduled = { id: nextId(state), account, at, fields, media: text.media };
  for (const media of text.media) media.attachedTo = `scheduled ${scheduled.id}`;
  state.scheduled.set(scheduled.id, scheduled);
  return scheduled;
}
