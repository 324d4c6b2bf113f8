import type { Clock, Profile, RecentPost } from "@carecast/adapter";

import type { AlertOptions } from "./alerts/alert-post.ts";
import type { CarecastEvents } from "./events.ts";
import type { Ledger } from "./ledger/ledger.ts";
import type { HoldOptions, ReleaseOptions } from "./hold/hold-options.ts";
import type { HoldReport, ReleaseReport } from "./hold/holds.ts";
import type { Logger } from "./observe/logger.ts";
import type { HoldRecord } from "./ledger/hold-store.ts";
import type { SettleOptions, Verdict } from "./manage/settle.ts";
import type { TokenOptions } from "./tokens/encryption-key.ts";
import type { DeliveryState } from "./ledger/records.ts";
import type { FeedbackItem } from "./listen/item.ts";
import type { ListenOptions } from "./listen/listen-query.ts";
import type { ChannelInput } from "./channels.ts";
import type { CheckReport } from "./manage/check-channels.ts";
import type { Plan } from "./plan/plan.ts";
import type { PlanRequest, PublishOptions } from "./publish/publish-options.ts";
import type { DeliveryReport, Report } from "./publish/report.ts";
import type { RetryPolicy } from "./publish/retry-policy.ts";
import type { Content } from "./publish/to-post.ts";

/** How one program shares a ledger with others. Every key has a default that suits most. */
export interface WorkOptions {
  /**
   * How long after the last sign of life of a program others take over its work, in milliseconds. Default 15,000. A
   * program that stands still for longer finds its work taken.
   */
  readonly leaseMs?: number;
  /** How often a started hub looks into the ledger for work that others added, in milliseconds. Default 500. */
  readonly pollMs?: number;
  /** How long `close` waits for what is on its way, in milliseconds. Default 30,000. The rest is left for the next start. */
  readonly closeWithinMs?: number;
}

/** What `createCarecast` needs. */
export interface CarecastOptions<Channels extends Readonly<Record<string, ChannelInput>>> extends TokenOptions {
  /** The accounts under names of your own: letters, digits, `-` and `_`, at most 40. */
  readonly channels: Channels;
  /**
   * Where publications, deliveries and positions are kept. `memoryLedger()` loses them with the process; use
   * `sqliteLedger(path)` of `@carecast/core/sqlite` for anything that matters.
   */
  readonly ledger: Ledger;
  /** How alerts are written. */
  readonly alerts?: AlertOptions;
  /** How patiently core sends again what certainly was not sent. */
  readonly retry?: Partial<RetryPolicy>;
  /** How this program shares a ledger with others. */
  readonly work?: WorkOptions;
  /** The share of every rate budget that only emergencies may use, from 0 to below 1. Default 0.2. */
  readonly emergencyReserve?: number;
  /**
   * How long texts, drafts and media are kept after everything of a publication has ended, in milliseconds. A started hub
   * takes them away once an hour; what was sent where and when stays. Default: for ever.
   */
  readonly keepContentMs?: number;
  /** Gets every event as one line, facts only: pino, or what has its methods. Default: silence. */
  readonly logger?: Logger;
  /** Default: the clock of the machine. */
  readonly clock?: Clock;
  /** The source of chance for waiting times, from 0 to below 1. Default `Math.random`. */
  readonly random?: () => number;
}

/**
 * Every network of an organisation behind one interface. Made by `createCarecast`.
 *
 * All methods reject with a `CarecastError` and nothing else, except that an abort surfaces as `signal.reason`.
 */
export interface Carecast<Name extends string = string> extends AsyncDisposable {
  /** Facts about the machine: state changes, retries, streams. Ignoring them loses no data. */
  readonly events: CarecastEvents;

  /**
   * What publishing would do. Makes no request: limits that were never read from an account's server are the
   * documented ones (`targets[].limits`); `check` reads them.
   *
   * @throws InvalidPostError when the content itself is wrong. What does not fit a channel is in the plan.
   */
  plan(content: Content, options?: PlanRequest<Name>): Plan<Name>;

  /**
   * Publishes on every selected channel and resolves with one outcome a delivery; a channel that fails rejects
   * nothing. Before the first request the ledger knows everything that is needed to go on after a crash.
   *
   * @throws InvalidPostError when the content is wrong or does not fit a channel. Nothing was sent then.
   * @throws ConfigError for a wrong option, an unknown channel, or an id that another content has.
   * @throws LedgerError when the ledger fails. What was sent until then is in the ledger.
   */
  publish(content: Content, options?: PublishOptions<Name>): Promise<Report<Name>>;

  /**
   * Feedback from the channels, merged fairly, until the loop is left. Asking for the next item says that the last one
   * is handled; after a crash the item in hand comes again.
   *
   * @throws UnsupportedError when a named channel cannot listen.
   */
  listen(options?: ListenOptions<Name>): AsyncIterableIterator<FeedbackItem<Name>, undefined>;

  /** Answers a webhook request of a network; its events come out of `listen`. */
  receive(channel: Name, request: Request): Promise<Response>;

  /** Changes live posts where the network can. A thread must keep its number of parts. */
  revise(publicationId: string, content: Content, options?: ManageOptions<Name>): Promise<Report<Name>>;

  /**
   * Cancels what has not gone out yet, and removes live posts where the network can. Look at `state`, `retractedAt` and
   * `error` of each delivery.
   */
  retract(publicationId: string, options?: ManageOptions<Name>): Promise<Report<Name>>;

  /** Asks every channel whether it is ready, and reads the limits of each account. */
  check(options?: ManageOptions<Name>): Promise<CheckReport<Name>>;

  /** The record of what was delivered and what was not. */
  deliveries(query?: DeliveryFilter<Name>): Promise<readonly DeliveryReport<Name>[]>;

  /**
   * The word of a human on a delivery that no machine could settle: it is there, it is to be sent again, or to be left.
   * Resolves with its thread once that has gone on.
   *
   * @throws ConfigError when the delivery is not `unknown`.
   */
  settle(deliveryId: string, verdict: Verdict, options: SettleOptions): Promise<readonly DeliveryReport<Name>[]>;

  /**
   * Stops everything of a scope that is scheduled or queued, before its irreversible call, in every program on the
   * ledger and until it is released. Emergencies go on. Nothing is deleted.
   *
   * @throws ConfigError without a reason or a name.
   */
  hold(options: HoldOptions<Name>): Promise<HoldReport>;

  /**
   * Ends a hold. What it held goes on, unless `cancel` names its publication, its `notAfter` has passed, or another hold covers
   * it. Resolves with what was held, as it is now.
   */
  release(holdId: string, options: ReleaseOptions): Promise<ReleaseReport<Name>>;

  /** The holds that are in force, oldest first; `deliveries({ state: "held" })` lists what they stop. */
  holds(): Promise<readonly HoldRecord[]>;

  /** Public figures of our own account, or of `handle`. */
  profile(channel: Name, handle?: string): Promise<Profile>;

  /** The newest public posts of our own account, or of `handle`. `limit` is 20 unless given. */
  recentPosts(
    channel: Name,
    options?: { readonly handle?: string; readonly limit?: number },
  ): Promise<readonly RecentPost[]>;

  /**
   * Goes on with everything that an earlier program left unfinished, and from then on with what becomes due and what other
   * programs add. Several programs may be started on one ledger: each delivery is run by one of them. Resolves when
   * what was left has been tried.
   */
  start(): Promise<void>;

  /**
   * Begins nothing more, ends every loop, waits for what is on its way, and closes adapters and ledger. What is not done
   * stays in the ledger. Closing twice does nothing.
   */
  close(): Promise<void>;
}

/** Which channels an operation is for. */
export interface ManageOptions<Name extends string = string> {
  /** Default: every channel. */
  readonly channels?: readonly Name[];
  readonly signal?: AbortSignal;
}

/** Which deliveries to list; left out, all. */
export interface DeliveryFilter<Name extends string = string> {
  readonly publicationId?: string;
  readonly channel?: Name;
  readonly state?: DeliveryState;
}
