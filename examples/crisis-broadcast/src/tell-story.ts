import { readFile } from "node:fs/promises";

import type { Alert, AlertInfo } from "@carecast/core";
import { followUp, type AlertReport, type LiveAlert } from "@carecast/core/alerts";
import colors from "picocolors";

import { approve } from "./approve.ts";
import type { Desk } from "./desk.ts";
import { printOldPosts, printReceipts } from "./print-receipts.ts";

const messages = new URL("../alerts/boil-water-follow-ups.json", import.meta.url);
const by = "press officer";

type FollowUps = Readonly<Record<"update" | "allClear", { readonly info: readonly AlertInfo[] }>>;

/** What follows the sample alert: news, and the all clear. Each is a new message that names the ones before it. */
export async function tellStory(
  desk: Desk,
  alert: LiveAlert,
  print: (line: string) => void,
): Promise<readonly AlertReport[]> {
  // The file belongs to this example; `alerts` checks what it says.
  const { update, allClear } = JSON.parse(await readFile(messages, "utf8")) as FollowUps;
  const news = await follow(desk, alert, update, "-update");
  print(colors.bold("\nUpdate: the first tests are there"));
  quote(desk, news, print);
  const updated = await desk.alerts.update(news, { approval: await say(desk, news, print), by, reason: "first tests" });
  show(updated, print);

  const over = await follow(desk, news, allClear, "-all-clear");
  print(colors.bold("\nAll clear: one approval is enough, the others are told"));
  quote(desk, over, print);
  const ended = await desk.alerts.allClear(over, {
    approval: await say(desk, over, print),
    by,
    reason: "two clean tests",
  });
  show(ended, print);
  return [updated, ended];
}

async function follow(
  { alerts }: Desk,
  previous: LiveAlert,
  changes: { readonly info: Alert["info"] },
  suffix: string,
): Promise<LiveAlert> {
  const chain = await alerts.chain(previous.identifier);
  const [root = previous.identifier] = previous.identifier.split(/-(?=update|all-clear)/);
  const named = { identifier: `${root}${suffix}`, sent: new Date().toISOString(), msgType: "Update" } as const;
  return followUp(previous, { ...changes, ...named }, chain);
}

function say(desk: Desk, alert: LiveAlert, print: (line: string) => void): Promise<string> {
  return approve(desk, desk.alerts.content(alert), alert.identifier, print);
}

function quote({ alerts }: Desk, alert: LiveAlert, print: (line: string) => void): void {
  print(alerts.content(alert).post.text.replace(/^/gm, "  │ "));
}

function show({ publication, oldPosts }: AlertReport, print: (line: string) => void): void {
  if (publication) printReceipts(publication, print);
  printOldPosts(oldPosts, print);
}
