import type { Clock } from "@carecast/adapter";

import type { Carecast } from "../../carecast.ts";
import type { AlertOptions } from "../alert-post.ts";
import { readLifecycleOptions, type AlertsOptions, type CrisisStarter } from "./lifecycle-options.ts";

/** What every step works with. */
export interface Desk<Name extends string = string> {
  readonly care: Carecast<Name>;
  readonly clock: Clock;
  readonly writing: AlertOptions;
  readonly postsEnding: boolean;
  readonly crisis?: CrisisStarter;
}

export function openDesk<Name extends string>(care: Carecast<Name>, given: AlertsOptions): Desk<Name> {
  const { expiry = "post", crisis, ...writing } = readLifecycleOptions<AlertsOptions>("createAlerts", given);
  return { care, clock: care.clock, writing, postsEnding: expiry === "post", ...(crisis && { crisis }) };
}
