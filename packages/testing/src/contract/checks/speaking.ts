import type { FeedbackKind, Inbound, PostRef } from "@carecast/adapter";
import { hook, type Need } from "../check.ts";
import type { PeopleHarness, Saying } from "../harness.ts";
import type { Stage } from "../stage.ts";
import { demand } from "../violation.ts";

/** The kinds that arrive without being asked for by hashtag. */
export const plainKinds: readonly FeedbackKind[] = [
  ...(["mention", "direct-message", "reply", "comment", "review", "story"] as const),
];

export function anyKind(): Need {
  return hook("people that speak", ({ network }) => plainKindsOf(network.people).length > 0);
}

export function twoKinds(): Need {
  return hook("people that make two kinds", ({ network }) => plainKindsOf(network.people).length > 1);
}

function plainKindsOf(from: PeopleHarness | undefined): readonly FeedbackKind[] {
  return plainKinds.filter((kind) => from?.kinds.includes(kind));
}

export function kindsOf(stage: Stage): readonly FeedbackKind[] {
  const { kinds } = stage.capabilities.listening;
  return plainKindsOf(stage.network.people).filter((kind) => kinds.includes(kind));
}

export function sayingOf(kind: FeedbackKind, text: string, inReplyTo: PostRef): Saying {
  return kind === "reply" || kind === "comment" ? { kind, text, inReplyTo } : { kind, text };
}

export function firstSaying(stage: Stage, inReplyTo: PostRef): Saying {
  return sayingOf(kindsOf(stage)[0] ?? "mention", "Is the ward open?", inReplyTo);
}

export async function say(stage: Stage, saying: Saying): Promise<string> {
  return (await stage.network.people?.say(saying)) ?? "";
}

export function cursorOf(item: Inbound): string {
  demand(typeof item.cursor === "string" && item.cursor !== "", "an item of a stream or poll has no cursor");
  return item.cursor;
}
