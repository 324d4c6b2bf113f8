import type { Adapter, Capabilities } from "@carecast/adapter";
import type { Fault } from "../fault.ts";
import type { ContractHarness } from "./harness.ts";
import { sampleImage, sampleVideo } from "./samples.ts";
import type { Stage } from "./stage.ts";

/** The promises that the suite holds an adapter to. */
export type ContractPromise =
  | "plain object"
  | "honest capabilities"
  | "exact counting"
  | "repeatable prepare"
  | "one irreversible call"
  | "nothing doubled"
  | "no false success"
  | "no silent change"
  | "honest outcomes"
  | "one owner of retries"
  | "honest budgets"
  | "documented errors"
  | "no secrets"
  | "unwrapped aborts"
  | "repeatable changes"
  | "account reading"
  | "kept tokens"
  | "listening without gaps"
  | "leaving at once"
  | "closed webhooks";

/** One thing that every adapter must do, and that can be tried on one. */
export interface ContractCheck {
  readonly promise: ContractPromise;
  readonly name: string;
  /** What the adapter or the harness must have; where it is missing the check is skipped. */
  readonly needs?: readonly Need[];
  /** Throws where the promise is broken. */
  run(stage: Stage): Promise<void> | void;
}

export interface Need {
  /** Why the check is skipped. */
  readonly notice: string;
  isMet(subject: Subject): boolean;
}

interface Subject {
  readonly adapter: Adapter;
  readonly capabilities: Capabilities;
  readonly harness: ContractHarness;
}

/** Something that the capabilities must not deny. */
export function capability(notice: string, isMet: (capabilities: Capabilities) => boolean): Need {
  return { notice: `capabilities: ${notice}`, isMet: ({ capabilities }) => isMet(capabilities) };
}

/** An optional method for which there is no capability. */
export function member(name: "discover" | "profile" | "recentPosts" | "check"): Need {
  return { notice: `the adapter has no ${name}`, isMet: ({ adapter }) => adapter[name] !== undefined };
}

/** A fault that the harness must be able to order. */
export function fault(name: Fault): Need {
  return {
    notice: `the harness cannot order the fault ${name}`,
    isMet: ({ harness: { network } }) => network.order !== undefined && network.faults.includes(name),
  };
}

/** A part of the harness that only some checks need. */
export function hook(name: string, isMet: (harness: ContractHarness) => boolean): Need {
  return { notice: `the harness has no ${name}`, isMet: ({ harness }) => isMet(harness) };
}

export const edits = capability("edit is false", ({ edit }) => edit);
export const deletes = capability("delete is false", (capabilities) => capabilities.delete);
export const pins = capability("pin is false", ({ pin }) => pin);
export const finds = capability("repeat.find is none", ({ repeat }) => repeat.find !== "none");
export const hasLever = capability("repeat.lever is none", ({ repeat }) => repeat.lever !== "none");
export const settles = capability(
  "repeat.lever and repeat.find are none",
  ({ repeat }) => repeat.lever !== "none" || repeat.find !== "none",
);
export const takesImages = capability("media.image takes none of our samples", (capabilities) =>
  Boolean(sampleImage(capabilities, "")),
);
export const takesVideo = capability("media.video takes none of our samples", (capabilities) =>
  Boolean(sampleVideo(capabilities, "")),
);
export const listens = capability("listening.modes has neither stream nor poll", ({ listening }) =>
  listening.modes.some((mode) => mode !== "webhook"),
);
export const receives = capability("listening.modes has no webhook", ({ listening }) =>
  listening.modes.includes("webhook"),
);
export const pinned = hook("pinned", ({ network }) => network.pinned !== undefined);
export const people = hook("people", ({ network }) => network.people !== undefined);
export const webhooks = hook("webhooks", ({ network }) => network.webhooks !== undefined);
