import { InvalidPostError } from "@carecast/adapter";

import { parseAlert, type Alert, type AlertReference } from "../../models/alert.ts";
import { isBefore } from "../../models/words.ts";
import { refuseUnpublishable } from "../alert-post.ts";

/** An alert that is meant: the only one that `issue` and what follows it take. */
export type LiveAlert = Alert & { readonly status: "Actual"; readonly scope: "Public" };

/** An alert that is practised: the only one that `exercise` takes. */
export type ExerciseAlert = Alert & { readonly status: "Exercise"; readonly scope: "Public" };

/**
 * Reads what came as an alert for the public. The types say it already; JavaScript, JSON and casts do not.
 *
 * @throws BlockedError for an exercise, a test, a draft, or what is not for the public.
 * @throws InvalidPostError naming every path that is wrong.
 */
export function readLiveAlert(value: unknown): LiveAlert {
  const alert = parseAlert(value);
  refuseUnpublishable(alert, "Actual");
  return { ...alert, status: "Actual", scope: "Public" };
}

/** Reads what came as an exercise. Throws as `readLiveAlert` does, for what is meant above all. */
export function readExerciseAlert(value: unknown): ExerciseAlert {
  const alert = parseAlert(value);
  refuseUnpublishable(alert, "Exercise");
  return { ...alert, status: "Exercise", scope: "Public" };
}

/** Whether two names stand for the same message: the same triple, its time written in whatever offset (CAP 1.2, 3.2.1). */
export function isSameMessage(one: AlertReference, other: AlertReference): boolean {
  return (
    one.sender === other.sender &&
    one.identifier === other.identifier &&
    Date.parse(one.sent) === Date.parse(other.sent)
  );
}

/** Everybody who reads it knows by then that it is over; without an end in each language there is none. */
export function lastExpiry({ info }: Alert): string | undefined {
  return pickExpiry(info, (one, other) => isBefore(other, one));
}

/** From then on the text of one language would be wrong. */
export function firstExpiry({ info }: Alert): string | undefined {
  const known = info.filter(({ expires }) => expires !== undefined);
  return pickExpiry(known, isBefore);
}

function pickExpiry(info: Alert["info"], wins: (one: string, other: string) => boolean): string | undefined {
  return info
    .map(({ expires }) => expires)
    .reduce((found, expires) => {
      if (found === undefined || expires === undefined) return undefined;
      return wins(expires, found) ? expires : found;
    }, info[0]?.expires);
}

export function isSevere({ info }: Alert): boolean {
  return info.some(({ severity }) => severity === "Extreme" || severity === "Severe");
}

/** One thing that is wrong with an alert, as the error that says so. */
export function refuseAlert(path: string, rule: string, message: string): InvalidPostError {
  return new InvalidPostError(`${path}: ${message} Nothing was published.`, [{ path, rule: `alert.${rule}`, message }]);
}
