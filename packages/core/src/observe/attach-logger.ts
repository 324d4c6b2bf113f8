import type { CarecastEventMap, CarecastEvents } from "../events.ts";
import type { Logger } from "./logger.ts";
import { toLogFields } from "./to-log-fields.ts";

type EventName = keyof CarecastEventMap;

/** How loud each event is: `error` wants a person, `warn` mends itself, `info` is what an organisation did. */
const levels: Readonly<Record<EventName, keyof Logger>> = {
  "delivery-queued": "debug",
  "delivery-preparing": "debug",
  "delivery-sending": "debug",
  "delivery-delivered": "info",
  "delivery-accepted": "info",
  "delivery-held": "info",
  "delivery-cancelled": "info",
  "delivery-skipped": "info",
  "delivery-retry": "warn",
  "delivery-rejected": "error",
  "delivery-unknown": "error",
  "delivery-expired": "error",
  "content-blocked": "error",
  "content-warned": "warn",
  "hold-started": "info",
  "hold-released": "info",
  "quorum-met": "info",
  "quorum-missed": "error",
  "channel-paused": "warn",
  "channel-resumed": "info",
  "tokens-unsaved": "error",
  "tokens-saved": "info",
  "stream-connected": "debug",
  "stream-backfilled": "debug",
  "stream-waiting": "debug",
  "stream-disconnected": "warn",
  "work-failed": "error",
};

/** Writes one line for each event from now on. The function it returns ends that. */
export function attachLogger(events: CarecastEvents, logger: Logger): () => void {
  const detach = Object.entries(levels).map(([key, level]) => {
    // `Object.entries` forgets the keys of what it lists.
    const name = key as EventName;
    const message = name.replaceAll("-", " ");
    const write = (fact: CarecastEventMap[EventName][0]): void => logger[level](toLogFields(name, fact), message);
    events.on(name, write);
    return () => events.off(name, write);
  });
  return () => {
    for (const end of detach) end();
  };
}
