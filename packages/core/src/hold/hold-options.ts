import { ConfigError, type IsoDateTime } from "@carecast/adapter";
import * as z from "zod/mini";

import { contentKinds, type ContentKind } from "../models/content-kind.ts";
import { lastingNameSchema } from "../models/option-schemas.ts";
import { parseOptions } from "../models/parse.ts";
import { dateTimeSchema, textSchema } from "../models/words.ts";

/** What to hold, and who says so. */
export interface HoldOptions<Name extends string = string> {
  /**
   * `everything` but emergencies; or of that what goes to one of `channels`, carries one of `tags`, belongs to one of
   * `campaigns`, is one of `publications`, is of a kind that `exceptKinds` does not name: of several keys, each must match.
   */
  readonly scope:
    | "everything"
    | {
        readonly channels?: readonly Name[];
        readonly tags?: readonly string[];
        readonly campaigns?: readonly string[];
        readonly publications?: readonly string[];
        /** Holds what is of none of these kinds. */
        readonly exceptKinds?: readonly ContentKind[];
      };
  /** A name for it, unlike that of every other hold: 1 to 60 of letters, digits, `.`, `-`, `_`. Default: a new one. */
  readonly id?: string;
  /** Who decides: a name or a role, for the record. */
  readonly by: string;
  /** Why, for the record. It stays in the ledger: no patient's data here. */
  readonly reason: string;
  /** Ends by itself then, in a hub that was started. Default: only `release` ends it. */
  readonly until?: IsoDateTime;
}

/** Who lets go of what was held. */
export interface ReleaseOptions {
  /** A name or a role, for the record. */
  readonly by: string;
  /** Why, for the record. */
  readonly reason: string;
  /** The ids of publications that are not to go out any more: what was held of them is cancelled. Default: none. */
  readonly cancel?: readonly string[];
}

const namesSchema = z.optional(z.array(textSchema).check(z.minLength(1)));

const holdSchema = z.strictObject({
  scope: z.union([
    z.literal("everything"),
    z
      .strictObject({
        channels: namesSchema,
        tags: namesSchema,
        campaigns: namesSchema,
        publications: namesSchema,
        exceptKinds: z.optional(z.array(z.enum(contentKinds)).check(z.minLength(1))),
      })
      .check(
        z.refine(
          (scope) => Object.values(scope).some((names) => names !== undefined),
          "must name channels, tags, campaigns, publications or exceptKinds; to hold all, say everything.",
        ),
      ),
  ]),
  id: z.optional(lastingNameSchema),
  by: textSchema,
  reason: textSchema,
  until: z.optional(dateTimeSchema),
});

const releaseSchema = z.strictObject({
  by: textSchema,
  reason: textSchema,
  cancel: z.optional(z.array(z.string())),
});

/** @throws ConfigError for a wrong option, a channel that does not exist, or an end that has passed. */
export function readHoldOptions<Name extends string>(
  value: unknown,
  channels: readonly string[],
  now: number,
): HoldOptions<Name> {
  const options = parseOptions<HoldOptions<Name>>("hold", holdSchema, value);
  const named = options.scope === "everything" ? [] : (options.scope.channels ?? []);
  const stranger = named.findIndex((name) => !channels.includes(name));
  if (stranger >= 0)
    throw new ConfigError(
      `scope.channels[${stranger}]: there is no such channel. The channels are ${channels.join(", ")}.`,
      { path: `scope.channels[${stranger}]` },
    );
  if (options.until !== undefined && Date.parse(options.until) <= now)
    throw new ConfigError("until: has passed already.", { path: "until" });
  return options;
}

export function readReleaseOptions(value: unknown): ReleaseOptions {
  return parseOptions<ReleaseOptions>("release", releaseSchema, value);
}
