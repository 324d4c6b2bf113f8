import type { Alert, AlertInfo } from "../../models/alert.ts";
import type { FoundText } from "../../wording/word-rule.ts";

export const textFields = ["event", "headline", "description", "instruction", "audience", "contact"] as const;

/** The language of a block; CAP says `en-US` where it names none. */
export function languageOf(info: AlertInfo): string {
  return info.language ?? "en-US";
}

/** The words of a block that people read as sentences. */
export function textsOfInfo(info: AlertInfo, index: number): readonly FoundText[] {
  return textFields.flatMap((field) => {
    const text = info[field];
    return text === undefined ? [] : [{ path: `info[${index}].${field}`, language: languageOf(info), text }];
  });
}

export function textsOfAlert({ info }: Alert): readonly FoundText[] {
  return info.flatMap(textsOfInfo);
}
