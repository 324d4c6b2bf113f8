import type { Clock, Profile, RecentPost } from "@carecast/adapter";

import type { AlertOptions } from "./alerts/alert-post.ts";
import type { AuditTrail } from "./audit/audit-trail.ts";
import type { Documents } from "./documents/documents.ts";
import type { CarecastEvents } from "./events.ts";
import type { Ledger } from "./ledger/ledger.ts";
import type { HoldOptions, ReleaseOptions } from "./hold/hold-options.ts";
import type { HoldReport, ReleaseReport } from "./hold/holds.ts";
import type { Logger } from "./observe/logger.ts";
import type { HoldRecord } from "./ledger/hold-store.ts";
import type { RetractOptions } from "./manage/retract-options.ts";
import type { ReviseOptions } from "./manage/revise-options.ts";
import type { SettleOptions, Verdict } from "./manage/settle.ts";
import type { TokenOptions } from "./tokens/encryption-key.ts";
import type { DeliveryState } from "./ledger/records.ts";
import type { FeedbackItem } from "./listen/item.ts";
import type { ListenOptions } from "./listen/listen-query.ts";
import type { ChannelInput } from "./channels.ts";
import type { CheckReport } from "./manage/check-channels.ts";
import type { Plan } from "./plan/plan.ts";
import type { PlanRequest, PublishOptions } from "./publish/publish-options.ts";
import type { DeliveryReport, PublicationReport, Report } from "./publish/report.ts";
import type { RetryPolicy } from "./publish/retry-policy.ts";
import type { Content } from "./publish/to-post.ts";
import type { Review } from "./review/review.ts";
import type { Safeguard } from "./safeguards/safeguard.ts";

/** How one program shares a ledger with others. Every key has a default that suits most. */
export interface WorkOptions {
  /**
   * How long after the last sign of life of a program others take over its work, in milliseconds, at least 100. Default
   * 15,000. A program that stands still for longer finds its work taken.
   */
  readonly leaseMs?: number;
  /** How often a started hub looks into the ledger for work that others added, in milliseconds. Default 500. */
  readonly pollMs?: number;
  /**
   * How long `close` waits for what is on its way, in milliseconds. Default 30,000. The rest is left for the next start.
   * Choose less than the time after which your platform kills a program that it has told to stop.
   */
  readonly closeWithinMs?: number;
}

/** What `createCarecast` needs. */
export interface CarecastOptions<Channels extends Readonly<Record<string, ChannelInput>>> extends TokenOptions {
  /** The accounts under names of your own: letters, digits, `-` and `_`, at most 40. */
  readonly channels: Channels;
  /**
   * Where publications, deliveries, holds and positions are kept. `memoryLedger()` loses them with the process; use
   * `sqliteLedger(path)` of `@carecast/core/sqlite`, or `postgresLedger` of `@carecast/postgres` for many machines, for
   * anything that matters. `close` closes it too.
   */
  readonly ledger: Ledger;
  /** How alerts are written. */
  readonly alerts?: AlertOptions;
  /**
   * The rules that everything has to pass before it leaves, in this order: those of `@carecast/core/safeguards`, and your own.
   * Default: none. Every program on a ledger should have the same.
   */
  readonly safeguards?: readonly Safeguard[];
  /** How patiently core sends again what certainly was not sent. Default: four tries, and in a started hub one hour. */
  readonly retry?: Partial<RetryPolicy>;
  /** How this program shares a ledger with others. */
  readonly work?: WorkOptions;
  /** The share of every rate budget that only emergencies may use, from 0 to below 1. Default 0.2. */
  readonly emergencyReserve?: number;
  /**
   * How long texts, drafts and media are kept after everything of a publication has ended, in milliseconds. A started hub
   * takes them away once an hour; what was sent where and when stays. Default: for ever. What has been taken away cannot be
   * published again under its id.
   */
  readonly keepContentMs?: number;
  /** Gets every event as one line, facts only: pino, or what has its methods. Default: silence. */
  readonly logger?: Logger;
  /** Default: the clock of the machine. */
  readonly clock?: Clock;
  /** Gives a number from 0 to below 1, by which waiting times differ. Default `Math.random`. */
  readonly random?: () => number;
}

/**
 * Every network of an organisation behind one interface. Made by `createCarecast`.
 *
 * All methods reject with a `CarecastError` and nothing else, except that an abort surfaces as `signal.reason`.
 */
export interface Carecast<Name extends string = string> extends AsyncDisposable {
  /** The time by which everything here goes: uses of your own go by the same. */
  readonly clock: Clock;

  /** Facts about the machine: state changes, retries, streams. Ignoring them loses no data. */
  readonly events: CarecastEvents;

  /** What people decided, as a chain that shows every later change. */
  readonly audit: AuditTrail;

  /** Small records in the ledger for uses of your own: what approvals, consents and chains of alerts are kept in. */
  readonly documents: Documents;

  /**
   * What publishing would do. Makes no request: limits that were never read from an account's server are the
   * documented ones (`targets[].limits`); `check` reads them.
   *
   * @throws InvalidPostError when the content itself is wrong. What does not fit a channel is in the plan.
   */
  plan(content: Content, options?: PlanRequest<Name>): Plan<Name>;

  /**
   * Everything that `publish` would do before it journals: reads the media, plans, and asks the safeguards. Resolves with what people
   * approve: the exact texts, what was found, and the hash that stands for all of it. Sends nothing.
   *
   * @throws InvalidPostError and ConfigError as `publish` does. What safeguards find is in the review and throws nothing.
   */
  review(content: Content, options?: PublishOptions<Name>): Promise<Review<Name>>;

  /**
   * Publishes on every selected channel and resolves with one outcome a delivery; a channel that fails rejects
   * nothing. Before the first request the ledger knows everything that is needed to go on after a crash.
   *
   * What waits for its time or for a network is reported as `queued`, what a hold covers as `held`: a hub that was started
   * on the ledger sends it later.
   *
   * @throws InvalidPostError when the content is wrong or does not fit a channel. Nothing was sent then.
   * @throws BlockedError for an alert that is not meant for the public, and for what a safeguard blocks: `violations` say where
   * and why. Nothing was sent then.
   * @throws UnsupportedError for an answer on a network that has none.
   * @throws ConfigError for a wrong option, an unknown channel, or an id that another content has.
   * @throws LedgerError when the ledger fails. What was sent until then is in the ledger; `start`, or the same id, goes on.
   */
  publish(content: Content, options?: PublishOptions<Name>): Promise<Report<Name>>;

  /**
   * Feedback from the channels, merged fairly, until the loop is left. Asking for the next item says that the last one
   * is handled; after a crash the item in hand comes again.
   *
   * @throws UnsupportedError when a named channel cannot listen.
   */
  listen(options?: ListenOptions<Name>): AsyncIterableIterator<FeedbackItem<Name>, undefined>;

  /**
   * Answers a webhook request of a network; its events come out of `listen`.
   *
   * @throws UnsupportedError when the network of the channel sends none.
   */
  receive(channel: Name, request: Request): Promise<Response>;

  /**
   * Changes live posts where the network can. A thread must keep its number of parts. Look at `revisedAt` and `error` of
   * each delivery. The safeguards read the new content first.
   *
   * @throws InvalidPostError when the content is wrong, does not fit a channel or has another number of parts. Nothing was
   * changed then.
   * @throws ConfigError when the ledger knows no publication of this id.
   */
  revise(publicationId: string, content: Content, options?: ReviseOptions<Name>): Promise<Report<Name>>;

  /**
   * Cancels what has not gone out yet, and removes live posts where the network can. Look at `state`, `retractedAt` and
   * `error` of each delivery: what is `sending` or `unknown` can be neither yet, and is not sent again from now on.
   *
   * @throws ConfigError when the ledger knows no publication of this id, or nobody is named.
   */
  retract(publicationId: string, options: RetractOptions<Name>): Promise<Report<Name>>;

  /**
   * Shows live posts on top of the account's page, where the network can; networks have room for few. Look at `error` of each
   * delivery.
   *
   * @throws ConfigError when the ledger knows no publication of this id.
   */
  pin(publicationId: string, options?: ManageOptions<Name>): Promise<Report<Name>>;

  /** Takes back what `pin` did. What is not pinned stays as it is. */
  unpin(publicationId: string, options?: ManageOptions<Name>): Promise<Report<Name>>;

  /**
   * Asks every channel whether it is ready, and reads the limits of each account. A channel that is not ready is in the
   * report and throws nothing. `formatCheckReport` makes a table of it.
   */
  check(options?: ManageOptions<Name>): Promise<CheckReport<Name>>;

  /** The record of what was delivered and what was not, in the order of journaling. Without a filter that is everything. */
  deliveries(query?: DeliveryFilter<Name>): Promise<readonly DeliveryReport<Name>[]>;

  /** What is known of a publication beside its deliveries; `undefined` where the ledger knows none of this id. */
  publication(id: string): Promise<PublicationReport | undefined>;

  /**
   * The word of a human on a delivery that no machine could settle: it is there, it is to be sent again, or to be left.
   * Who decided, and why, stays in the ledger. Resolves with its thread once that has gone on.
   *
   * Danger: `resend` of a post that is live makes a second one. Look at the account first.
   *
   * @throws ConfigError when the delivery is not `unknown`, or nobody is named.
   */
  settle(deliveryId: string, verdict: Verdict, options: SettleOptions): Promise<readonly DeliveryReport<Name>[]>;

  /**
   * Stops everything of a scope that is scheduled or queued, or is published from now on, before its irreversible call, in
   * every program on the ledger and until it is released. Nothing is deleted.
   *
   * Emergencies go on: posts of that priority, and alerts that are severe or extreme. All other alerts are stopped, an all
   * clear among them.
   *
   * @throws ConfigError without a reason or a name, for an unknown channel, or an end that has passed.
   * @throws LedgerError for the id of another hold.
   */
  hold(options: HoldOptions<Name>): Promise<HoldReport>;

  /**
   * Ends a hold. What it held goes on, unless `cancel` names its publication, its `notAfter` has passed, or another hold covers
   * it. Resolves with what was held, as it is now.
   *
   * Danger: what became due meanwhile goes out at once, in a hub that was started.
   *
   * @throws ConfigError when there is no active hold of this id, or nobody is named.
   */
  release(holdId: string, options: ReleaseOptions): Promise<ReleaseReport<Name>>;

  /** The holds that are in force, oldest first; `deliveries({ state: "held" })` lists what they stop. */
  holds(): Promise<readonly HoldRecord[]>;

  /**
   * Public figures of our own account, or of `handle`.
   *
   * @throws UnsupportedError when the network shows none.
   */
  profile(channel: Name, handle?: string): Promise<Profile>;

  /**
   * The newest public posts of our own account, or of `handle`. `limit` is 20 unless given.
   *
   * @throws UnsupportedError when the network shows none.
   */
  recentPosts(
    channel: Name,
    options?: { readonly handle?: string; readonly limit?: number },
  ): Promise<readonly RecentPost[]>;

  /**
   * Goes on with everything that an earlier program left unfinished, and from then on with what becomes due and what other
   * programs add. Several programs may be started on one ledger: each delivery is run by one of them. Resolves when
   * what was left has been tried once; what a program left that has just died is tried when its lease has run out. Starting
   * twice does nothing more.
   *
   * @throws LedgerError when the ledger fails. Later failures are told by `work-failed`, and the work goes on.
   */
  start(): Promise<void>;

  /**
   * Begins nothing more, ends every loop, waits for what is on its way (`work.closeWithinMs`), and closes adapters and
   * ledger. What is not done stays in the ledger. Closing twice does nothing more.
   */
  close(): Promise<void>;
}

/** Which channels an operation is for. An unknown key is refused. */
export interface ManageOptions<Name extends string = string> {
  /** Default: every channel. */
  readonly channels?: readonly Name[];
  /** Stops the operation, which rejects with `signal.reason`; what was done until then stays done. */
  readonly signal?: AbortSignal;
}

/** Which deliveries to list: those that fit every key that is given. */
export interface DeliveryFilter<Name extends string = string> {
  readonly publicationId?: string;
  readonly channel?: Name;
  readonly state?: DeliveryState;
}
