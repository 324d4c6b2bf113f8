import type { Carecast } from "../../carecast.ts";
import type { Alert } from "../../models/alert.ts";
import { crisisId, crisisKind, findCrisisHolds } from "./crisis-record.ts";
import { decideHeld, listWaiting, type DecideOptions, type DecideReport } from "./decide-held.ts";
import { endCrisis, type EndOptions } from "./end-crisis.ts";
import { describeHeld, type HeldPublication } from "./held-publication.ts";
import { readStartOptions, startCrisis, type StartOptions } from "./start-crisis.ts";

/**
 * While a crisis is on, only `crisisKinds` leave: all else is held, not deleted, in every program on the ledger. Emergencies are never
 * held: posts of that priority, and alerts that are severe or extreme. It stops nothing outside of Carecast: paid adverts and other tools are
 * for people to pause, whom `tell` reminds.
 */
export interface CrisisMode<Name extends string = string> {
  /** Begins. Starting the same incident again is harmless, and holds again what a person has released by hand. */
  start(options: StartOptions): Promise<CrisisStatus>;
  /**
   * Begins for a real warning that is severe or extreme, unless a crisis is on. Its incident is the first that the alert names, or else its
   * identifier. Anything else changes nothing: an exercise, a cancellation, an all clear.
   */
  startFor(alert: Alert, options: { readonly by: string }): Promise<CrisisStatus>;
  status(): Promise<CrisisStatus>;
  /** Ends. New posts flow; what was held goes on waiting for `decide`. Ending twice is harmless. */
  end(options: EndOptions): Promise<readonly HeldPublication<Name>[]>;
  /** What waits: during a crisis all that is held, afterwards what nobody has decided about. What serves patients comes first. */
  review(): Promise<readonly HeldPublication<Name>[]>;
  /** Lets some go and cancels some; the rest goes on waiting. Read the words first: places, dates and tone may be wrong by now. */
  decide(options: DecideOptions): Promise<DecideReport>;
}

/** Where a crisis stands. */
export interface CrisisStatus {
  /** `review`: it is over, and somebody has to decide about what it held. */
  readonly state: "off" | "on" | "review";
  /** The one that is on, or the last one. */
  readonly incident?: string;
  readonly by?: string;
  /** Milliseconds since the epoch. */
  readonly startedAt?: number;
  /** The id of its hold, while it is on. */
  readonly hold?: string;
  /** Whether somebody should have looked by now whether it is still on. */
  readonly overdue: boolean;
}

/** What people are told. Facts only. */
export interface CrisisNotice {
  /** `started`: pause paid adverts and other tools now. `ended`: what was held waits for a decision. */
  readonly kind: "started" | "ended";
  readonly incident: string;
  readonly by: string;
}

export interface CrisisModeOptions {
  /** Called when it begins and ends. What it throws stops nothing. */
  readonly tell?: (notice: CrisisNotice) => void | Promise<void>;
}

export function createCrisisMode<Name extends string>(
  care: Carecast<Name>,
  { tell }: CrisisModeOptions = {},
): CrisisMode<Name> {
  const { clock } = care;
  const announce = (notice: CrisisNotice): void => {
    // Nobody waits for it, and what it throws may hold anything.
    void (async () => tell?.(notice))().catch(() => undefined);
  };

  async function status(): Promise<CrisisStatus> {
    const crisis = (await care.documents.find(crisisKind, crisisId))?.value;
    if (!crisis) return { state: "off", overdue: false };
    const { incident, by, startedAt, endedAt, lookAgainAt = Infinity } = crisis;
    const known = { incident, by, startedAt };
    if (endedAt !== undefined)
      return { ...known, overdue: false, state: (await listWaiting(care)).size > 0 ? "review" : "off" };
    const [hold] = await findCrisisHolds(care);
    return { ...known, state: "on", ...(hold && { hold: hold.id }), overdue: clock.now() >= lookAgainAt };
  }

  async function start(given: StartOptions): Promise<CrisisStatus> {
    const options = readStartOptions(given);
    if (await startCrisis(care, clock, options))
      announce({ kind: "started", incident: options.incident, by: options.by });
    return status();
  }

  async function review(): Promise<readonly HeldPublication<Name>[]> {
    const { state } = await status();
    const waiting = await listWaiting(care);
    return describeHeld<Name>(care, (id) => state === "on" || waiting.has(id));
  }

  return {
    start,
    status,
    review,

    async startFor(alert, { by }) {
      const severity = findSeverity(alert);
      const now = await status();
      if (severity === undefined || (now.state === "on" && now.hold !== undefined)) return now;
      const incident = now.state === "on" ? now.incident : alert.incidents?.[0];
      return start({ incident: incident ?? alert.identifier, by, reason: `A warning of severity ${severity}.` });
    },

    async end(options) {
      const ended = await endCrisis(care, clock, options);
      if (ended) announce({ kind: "ended", incident: ended.incident, by: options.by });
      return review();
    },

    decide: (options) => decideHeld(care, options),
  };
}

/** The greatest threat that a warning to the public tells of, if it is great enough for a crisis. */
function findSeverity({ status, msgType, scope, info }: Alert): "Extreme" | "Severe" | undefined {
  const isWarning = status === "Actual" && scope === "Public" && (msgType === "Alert" || msgType === "Update");
  if (!isWarning || info.some(({ responseType }) => responseType?.includes("AllClear"))) return undefined;
  return (["Extreme", "Severe"] as const).find((wanted) => info.some(({ severity }) => severity === wanted));
}
