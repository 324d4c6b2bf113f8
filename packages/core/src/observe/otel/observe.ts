import { metrics, trace, type Meter, type Tracer } from "@opentelemetry/api";

import type { CarecastEvents } from "../../events.ts";
import { followDeliveries, type Followed } from "./follow-deliveries.ts";
import { createInstruments } from "./instruments.ts";
import { writeSpan } from "./write-span.ts";

/** Where spans and figures go. */
export interface ObserveOptions {
  /** Default: that of the global OpenTelemetry provider. */
  readonly tracer?: Tracer;
  /** Default: that of the global OpenTelemetry provider. */
  readonly meter?: Meter;
}

const scope = "@carecast/core";

/**
 * Turns the events of a hub into OpenTelemetry spans and metrics, from now on. The function it returns ends that.
 *
 * One span stands for one delivery, from `queued` to its end, below the span that was active when it was published.
 * Attributes follow the semantic conventions for messaging. Nothing holds a text, an address or the message of an error.
 * At most 10,000 deliveries that wait, and as many that have begun, are followed: of others the span begins at their first try.
 */
export function observe(
  { events }: { readonly events: CarecastEvents },
  { tracer = trace.getTracer(scope), meter = metrics.getMeter(scope) }: ObserveOptions = {},
): () => void {
  const begun = (): Iterable<Followed> => following.begun.values();
  const instruments = createInstruments(meter, events, begun);
  const following = followDeliveries(
    events,
    {
      step: instruments.countStep,
      retry: instruments.countRetry,
      end(followed) {
        instruments.timeEnd(followed);
        writeSpan(tracer, followed);
      },
    },
    10_000,
  );
  return () => {
    following.stop();
    instruments.stop();
  };
}
