import type { Carecast } from "../../carecast.ts";
import type { Report } from "../../publish/report.ts";
import type { MarkedPost } from "../../publish/to-post.ts";
import type { Finding } from "../../safeguards/safeguard.ts";
import { checkAlert } from "../checks/check-alert.ts";
import { checkVersions } from "../checks/check-versions.ts";
import type { AlertChain, AlertMessageKind } from "./alert-chain.ts";
import { alertContent, exerciseContent } from "./alert-content.ts";
import type { AlertReport } from "./alert-report.ts";
import { publishOptions } from "./begin-message.ts";
import { chainKind, messageKey, showChain } from "./chain-documents.ts";
import { openDesk, type Desk } from "./desk.ts";
import { expireChain, sweepChains, type Sweep } from "./end-chain.ts";
import { findByIdentifier } from "./find-chain.ts";
import {
  readLifecycleOptions,
  type AlertCorrection,
  type AlertsOptions,
  type ChangeOptions,
  type CorrectOptions,
  type ExerciseOptions,
  type ExpireOptions,
  type IssueOptions,
} from "./lifecycle-options.ts";
import { readExerciseAlert, readLiveAlert, refuseAlert, type ExerciseAlert, type LiveAlert } from "./live-alert.ts";
import { runMessage } from "./run-message.ts";

/**
 * The life of alerts: issued, updated, corrected, cancelled, over. An alert never changes after it was sent. Every verb takes
 * a whole new message; those that follow name the messages before them in `references`.
 *
 * The same call again, after a crash or for what failed, goes on with what is not done and doubles nothing. All verbs reject
 * with a `CarecastError`, or with `signal.reason`:
 *
 * @throws InvalidPostError naming the path: a message that does not fit its verb, follows nothing that is known or an alert that
 * is over, has expired, is superseded, or another one under the same identifier. Nothing was published.
 * @throws BlockedError for an alert that is not for the public, and for what a safeguard blocks. Nothing was published.
 * @throws ConfigError for a wrong option.
 */
export interface Alerts<Name extends string = string> {
  /** What will be published for a message, so that people can be asked for it first. A correction has `correction`. */
  content(alert: LiveAlert, correction?: AlertCorrection): MarkedPost;
  /** Warns. `msgType` is `Alert`. */
  issue(alert: LiveAlert, options?: IssueOptions<Name>): Promise<AlertReport<Name>>;
  /** Says what is new, or that nothing is. `msgType` is `Update`. */
  update(alert: LiveAlert, options: ChangeOptions<Name>): Promise<AlertReport<Name>>;
  /** Says what was wrong and what is right. `msgType` is `Update`. */
  correct(alert: LiveAlert, correction: AlertCorrection, options: CorrectOptions<Name>): Promise<AlertReport<Name>>;
  /** Withdraws the alert, which says nothing about the danger: for that there is `allClear`. `msgType` is `Cancel`. */
  cancel(alert: LiveAlert, options: ChangeOptions<Name>): Promise<AlertReport<Name>>;
  /** Says that the danger is over. `msgType` is `Update`, every `responseType` has `AllClear`. */
  allClear(alert: LiveAlert, options: ChangeOptions<Name>): Promise<AlertReport<Name>>;
  /**
   * Ends an alert now as its own time would: by a post where that is wanted, and off the top of every page.
   *
   * @throws ConfigError for an identifier that is unknown, or an alert that is over.
   */
  expire(identifier: string, options: ExpireOptions): Promise<AlertReport<Name>>;
  /** Does what the time of alerts asks for, and names those whose promised update is missing. Call it every minute. */
  sweep(): Promise<Sweep>;
  /** The alert to which the message with this identifier belongs. */
  chain(identifier: string): Promise<AlertChain | undefined>;
  /** Every alert that was published from here. */
  chains(): AsyncIterableIterator<AlertChain, undefined>;
  /** Publishes what is practised on channels that are marked for it. Every form of it begins with EXERCISE, and it has no chain. */
  exercise(alert: ExerciseAlert, options: ExerciseOptions<Name>): Promise<Report<Name>>;
}

/** Makes the verbs for alerts on a hub. Works through its public interface alone. */
export function createAlerts<Name extends string>(care: Carecast<Name>, options: AlertsOptions = {}): Alerts<Name> {
  const desk = openDesk(care, options);

  const run = async (
    wanted: AlertMessageKind,
    given: LiveAlert,
    options: CorrectOptions<Name>,
    correction?: AlertCorrection,
  ): Promise<AlertReport<Name>> => {
    const alert = readLiveAlert(given);
    refuseOtherVerb(wanted, alert, correction);
    const content = alertContent(alert, correction, desk.writing);
    const findings = [
      ...checkAlert(alert, { now: desk.clock.now(), ...options.facts }),
      ...(correction ? checkCorrection(correction) : []),
    ];
    return runMessage(desk, { alert, kind: wanted, content, options, findings, ...(correction && { correction }) });
  };
  const change = (wanted: AlertMessageKind) => async (alert: LiveAlert, given: ChangeOptions<Name>) =>
    run(wanted, alert, readLifecycleOptions<ChangeOptions<Name>>("change", given));

  return {
    content: (alert, correction) => alertContent(readLiveAlert(alert), correction, desk.writing),

    async issue(alert, given = {}) {
      const options = readLifecycleOptions<IssueOptions<Name>>("issue", given);
      return run("alert", alert, { by: alert.sender, reason: "issued", ...options });
    },

    update: change("update"),
    cancel: change("cancellation"),
    allClear: change("allClear"),
    correct: async (alert, correction, given) =>
      run("correction", alert, readLifecycleOptions<CorrectOptions<Name>>("correct", given), correction),

    expire: async (identifier, given) =>
      expireChain(desk, identifier, readLifecycleOptions<ExpireOptions>("expire", given)),
    sweep: () => sweepChains(desk),

    async chain(identifier) {
      const found = await findByIdentifier(desk, identifier);
      return found && showChain(found.id, found.chain, desk.clock.now());
    },
    chains: () => listChains(desk),

    async exercise(given, givenOptions) {
      const options = readLifecycleOptions<ExerciseOptions<Name>>("exercise", givenOptions);
      const alert = readExerciseAlert(given);
      const id = `exercise-${await messageKey(alert)}`;
      return care.publish(exerciseContent(alert, desk.writing), publishOptions(options, id, options.channels));
    },
  };
}

/** Who reads another language is told the same of what was wrong and what is right. */
function checkCorrection(correction: AlertCorrection): readonly Finding[] {
  return (["wrong", "right"] as const).flatMap((part) => {
    const texts = Object.entries(correction).map(([language, words]) => [language, words[part]] as const);
    return checkVersions(Object.fromEntries(texts)).map((finding) => ({
      ...finding,
      path: `correction.${finding.path}.${part}`,
    }));
  });
}

async function* listChains({ care, clock }: Desk): AsyncIterableIterator<AlertChain, undefined> {
  for await (const { id, value } of care.documents.list(chainKind)) yield showChain(id, value, clock.now());
  return undefined;
}

const messageTypes = {
  alert: "Alert",
  update: "Update",
  correction: "Update",
  cancellation: "Cancel",
  allClear: "Update",
} as const;

/** A message that would read as something else than what was asked for is a mistake that readers would believe. */
function refuseOtherVerb(wanted: AlertMessageKind, alert: LiveAlert, correction: AlertCorrection | undefined): void {
  const type = messageTypes[wanted];
  if (alert.msgType !== type) throw refuseAlert("msgType", "verb", `must be ${type} here, and is ${alert.msgType}.`);
  for (const [index, { responseType = [] }] of alert.info.entries()) {
    const isClear = responseType.includes("AllClear");
    if (isClear === (wanted === "allClear")) continue;
    const message = isClear ? "says AllClear: use allClear." : "must have AllClear in every language of an all clear.";
    throw refuseAlert(`info[${index}].responseType`, "verb", message);
  }
  if (wanted === "correction" && correction === undefined)
    throw refuseAlert("correction", "verb", "is missing: say what was wrong and what is right.");
}
