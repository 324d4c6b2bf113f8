import type { Attributes } from "@opentelemetry/api";

import type { DeliveryFact } from "../../events.ts";
import type { DeliveryError } from "../../ledger/records.ts";

/** What a delivery is, in the words of the semantic conventions for messaging: the channel is the destination. */
export function describeDelivery(fact: DeliveryFact): Attributes {
  return {
    "messaging.system": fact.network,
    "messaging.operation.name": "publish",
    "messaging.operation.type": "send",
    "messaging.destination.name": fact.channel,
    "messaging.message.id": fact.deliveryId,
    "carecast.publication.id": fact.publicationId,
    "carecast.delivery.state": fact.state,
    "carecast.delivery.attempts": fact.attempts,
    ...(fact.count > 1 && { "carecast.thread.index": fact.index, "carecast.thread.length": fact.count }),
  };
}

/** Why, without the message: that is in the ledger. */
export function describeError({ code, outcome, status, platformCode }: DeliveryError): Attributes {
  return {
    "error.type": code,
    "carecast.error.outcome": outcome,
    ...(status !== undefined && { "http.response.status_code": status }),
    ...(platformCode !== undefined && { "carecast.error.platform_code": platformCode }),
  };
}
