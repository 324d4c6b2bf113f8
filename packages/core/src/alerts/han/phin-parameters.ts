import { InvalidPostError } from "@carecast/adapter";
import * as z from "zod/mini";

import { parseAlert, type Alert, type AlertInfo, type NamedValue } from "../../models/alert.ts";
import { parseContent } from "../../models/parse.ts";

const levels = ["Federal", "State", "Local", "Territorial", "Tribal"] as const;

/** What cascade alerts of the Public Health Information Network say about their handling, as CAP parameters. */
export interface PhinParameters {
  /** Whether the people who get it have to answer. */
  readonly acknowledge?: "Normal" | "None";
  /** Within how many minutes it has to reach them: `60`, `1440`, `4320`. */
  readonly deliveryTimeMinutes?: number;
  /** The levels of government it is for. */
  readonly levels?: readonly (typeof levels)[number][];
  readonly programType?: "Alert" | "Notification";
}

const parametersSchema = z.strictObject({
  acknowledge: z.optional(z.enum(["Normal", "None"])),
  deliveryTimeMinutes: z.optional(z.int().check(z.minimum(1))),
  levels: z.optional(z.array(z.enum(levels)).check(z.minLength(1))),
  programType: z.optional(z.enum(["Alert", "Notification"])),
});

const names: Readonly<Record<keyof PhinParameters, readonly [string, ...string[]]>> = {
  acknowledge: ["Acknowledge"],
  deliveryTimeMinutes: ["DeliveryTime"],
  levels: ["Level", "JurisdictionLevel"],
  programType: ["ProgramType"],
};

/**
 * The parameters of an alert as real ones write them: names and values in any letter case, `No` for `None`, `60 minutes`
 * for `60`, several levels in one value or in several parameters. What cannot be understood is left out.
 */
export function readPhinParameters(alert: Alert): PhinParameters {
  const valuesOf = (key: keyof PhinParameters): readonly string[] =>
    alert.info.flatMap(({ parameter = [] }) =>
      parameter.filter(({ valueName }) => isNamed(valueName, key)).map(({ value }) => value.trim()),
    );
  const acknowledge = matchWord(["Normal", "None", "No"] as const, valuesOf("acknowledge")[0]);
  const minutes = Number(
    /^(\d{1,7})(?:\.0+)?(?: ?min(?:ute)?s?\.?)?$/i.exec(valuesOf("deliveryTimeMinutes")[0] ?? "")?.[1],
  );
  const found = valuesOf("levels")
    .flatMap((value) => value.split(/[\s,;/|]+/))
    .map((value) => matchWord(levels, value))
    .filter((level) => level !== undefined);
  const programType = matchWord(["Alert", "Notification"] as const, valuesOf("programType")[0]);
  return {
    ...(acknowledge && { acknowledge: acknowledge === "No" ? "None" : acknowledge }),
    ...(minutes > 0 && { deliveryTimeMinutes: minutes }),
    ...(found.length > 0 && { levels: [...new Set(found)] }),
    ...(programType && { programType }),
  };
}

/**
 * The alert with these parameters in every `info` block, in place of what it had under their names. Other parameters
 * stay as they are, and so does what is left out here.
 *
 * @throws InvalidPostError naming what is wrong or unknown; each `info` must be there to carry them.
 */
export function withPhinParameters(alert: Alert, parameters: PhinParameters): Alert {
  const given = parseContent<PhinParameters>("set of PHIN parameters", parametersSchema, parameters);
  const { info } = parseAlert(alert);
  if (info.length === 0) throw new InvalidPostError("info: is empty, and only an info block carries parameters.");
  return { ...alert, info: info.map((block) => writeInto(block, given)) };
}

function writeInto(info: AlertInfo, given: PhinParameters): AlertInfo {
  const keys = (Object.keys(names) as (keyof PhinParameters)[]).filter((key) => given[key] !== undefined);
  const others = (info.parameter ?? []).filter(({ valueName }) => !keys.some((key) => isNamed(valueName, key)));
  const written = keys.flatMap((key): readonly NamedValue[] => {
    const value = given[key];
    const values = Array.isArray(value) ? value : [value];
    return values.map((each) => ({ valueName: names[key][0], value: String(each) }));
  });
  return keys.length === 0 ? info : { ...info, parameter: [...others, ...written] };
}

function isNamed(valueName: string, key: keyof PhinParameters): boolean {
  return names[key].some((name) => name.toLowerCase() === valueName.trim().toLowerCase());
}

function matchWord<Word extends string>(words: readonly Word[], value: string | undefined): Word | undefined {
  return words.find((word) => word.toLowerCase() === value?.toLowerCase());
}
