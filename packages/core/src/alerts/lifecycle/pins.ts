import type { ErrorCode } from "@carecast/adapter";

import type { DeliveryReport } from "../../publish/report.ts";
import type { StoredMessage } from "./chain-documents.ts";
import type { Desk } from "./desk.ts";

/** A post whose place on its page could not be changed. */
export interface PinFailure<Name extends string = string> {
  readonly publicationId: string;
  readonly channel: Name;
  readonly code?: ErrorCode;
  readonly why: string;
  /** Another try may help. */
  readonly retryable: boolean;
}

/** Takes what was pinned of these messages from the top of every page. */
export async function unpinMessages<Name extends string>(
  desk: Desk<Name>,
  messages: readonly StoredMessage[],
): Promise<readonly PinFailure<Name>[]> {
  const failures = await Promise.all(
    messages.filter(({ pin }) => pin).map((message) => changePin(desk, "unpin", message.publicationId)),
  );
  return failures.flat();
}

export async function pinMessage<Name extends string>(
  desk: Desk<Name>,
  { publicationId, channels }: StoredMessage,
): Promise<readonly PinFailure<Name>[]> {
  const found = new Set((await desk.care.deliveries({ publicationId })).map(({ channel }) => channel));
  // Stored names are those that this application gave.
  return changePin(
    desk,
    "pin",
    publicationId,
    (channels as readonly Name[]).filter((channel) => found.has(channel)),
  );
}

async function changePin<Name extends string>(
  { care }: Desk<Name>,
  act: "pin" | "unpin",
  publicationId: string,
  channels?: readonly Name[],
): Promise<readonly PinFailure<Name>[]> {
  if (channels?.length === 0 || (await care.deliveries({ publicationId })).length === 0) return [];
  const report = await care[act](publicationId, channels && { channels });
  if (report.ok) return [];
  const failures = report.deliveries.flatMap((delivery) => failureOf(publicationId, delivery));
  // What a network cannot pin is not on top of a page.
  return act === "pin" ? failures : failures.filter(({ code }) => code !== "unsupported");
}

function failureOf<Name extends string>(
  publicationId: string,
  { channel, state, error }: DeliveryReport<Name>,
): readonly PinFailure<Name>[] {
  const isThere = state === "delivered" || state === "accepted";
  if (isThere && !error) return [];
  if (!error) return [{ publicationId, channel, why: `It is ${state}, and not live.`, retryable: false }];
  const { code, message: why, retryable } = error;
  return [{ publicationId, channel, code, why, retryable }];
}
