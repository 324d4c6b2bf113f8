import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Tracer } from "@opentelemetry/api";

import type { DeliveryState } from "../../ledger/records.ts";
import { describeDelivery, describeError } from "./attributes.ts";
import type { Followed, Step } from "./follow-deliveries.ts";

const failures: readonly DeliveryState[] = ["rejected", "unknown", "expired"];

/** Writes the span of a delivery once it has ended: until then nothing that can be lost or leak is open. */
export function writeSpan(tracer: Tracer, { first, last, steps, parent }: Followed): void {
  const failed = failures.includes(last.state);
  const span = tracer.startSpan(
    `publish ${last.channel}`,
    {
      kind: SpanKind.PRODUCER,
      startTime: new Date(first.at),
      attributes: { ...describeDelivery(last), ...(failed && last.error && describeError(last.error)) },
    },
    parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT,
  );
  for (const step of steps) span.addEvent(step.name, describeStep(step), new Date(step.fact.at));
  if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
  // A clock that was put back must not make a span of negative length.
  span.end(new Date(Math.max(first.at, last.at)));
}

function describeStep({ fact }: Step): ReturnType<typeof describeError> {
  return {
    ...("waitMs" in fact && { "carecast.retry.wait_ms": fact.waitMs }),
    ...(fact.error && describeError(fact.error)),
  };
}
