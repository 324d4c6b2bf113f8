import type { IsoDateTime } from "@carecast/adapter";
import * as z from "zod/mini";

import type { Alert, AlertInfo } from "../../models/alert.ts";
import { parseContent } from "../../models/parse.ts";
import { dateTimeSchema, isBefore, textSchema } from "../../models/words.ts";
import type { AlertTemplate } from "./alert-template.ts";
import { readAlertTemplate } from "./read-alert-template.ts";
import {
  readValues,
  refuseUnequal,
  wordsSchema,
  writeInstant,
  type TemplateValues,
  type TemplateWords,
} from "./read-values.ts";
import { listReferences, refuseMessage, writeMessage, type Filling } from "./write-message.ts";

/** What a message is called, and when. */
export interface TemplateMessage {
  readonly identifier: string;
  readonly sender: string;
  readonly sent: IsoDateTime;
  /** Not before `sent`. */
  readonly expires: IsoDateTime;
}

/** A message that follows another one. */
export interface TemplateFollowUp {
  readonly identifier: string;
  readonly sent: IsoDateTime;
  /** Values that have changed or were wrong, as they are now. The others stay. */
  readonly values?: TemplateValues;
}

/** A correction says, in every language, what was wrong and what is right. */
export interface TemplateCorrection extends TemplateFollowUp {
  readonly wrong: TemplateWords;
  readonly right: TemplateWords;
}

/** The alert and everything that can follow it, each a complete message; `previous` is the last one that was sent. */
export interface FilledTemplate {
  readonly alert: Alert;
  /** An update that holds as long as the alert. Values that were wrong have to be given again. */
  correction(previous: Alert, followUp: TemplateCorrection): Alert;
  /** An update that the danger has passed, seen for a day. */
  allClear(previous: Alert, followUp: TemplateFollowUp): Alert;
  /** Withdraws the alert, which says nothing about the danger; seen for a day. */
  cancel(previous: Alert, followUp: TemplateFollowUp): Alert;
}

const dayMs = 86_400_000;
const nameSchema = textSchema;
const messageSchema = z.strictObject({
  identifier: nameSchema,
  sender: nameSchema,
  sent: dateTimeSchema,
  expires: dateTimeSchema,
});
const followUpShape = {
  identifier: nameSchema,
  sent: dateTimeSchema,
  values: z.optional(z.record(z.string(), z.unknown())),
};

/**
 * Writes a template with the values of an event: the alert at once, and what follows it when it is needed. Every message is
 * whole, so that one approval is enough. The numbers of all languages are equal, because they come from the same values.
 *
 * @throws InvalidPostError naming what is wrong in the template, in the values (missing, unknown, not plain, unequal), or
 *   in the message.
 */
export function fillTemplate(
  template: AlertTemplate,
  values: TemplateValues,
  message: TemplateMessage,
): FilledTemplate {
  const read = readAlertTemplate(template);
  const given = readValues(read, values);
  const { sender, expires, ...first } = parseContent<TemplateMessage>("alert", messageSchema, message);
  if (!isBefore(first.sent, expires)) throw refuseMessage("expires", "must be after sent.");
  const original = { ...first, sender, msgType: "Alert" as const };
  const follow = (
    key: "correction" | "allClear" | "cancel",
    previous: Alert,
    { identifier, sent, values: changes = {} }: TemplateFollowUp,
    info: Partial<AlertInfo>,
    wordsOf?: Filling["wordsOf"],
  ): Alert =>
    writeMessage(read, {
      key,
      message: {
        identifier,
        sender,
        sent,
        msgType: key === "cancel" ? "Cancel" : "Update",
        references: listReferences(previous, identifier, sent),
      },
      values: readValues(read, { ...given, ...changes }),
      info,
      ...(wordsOf && { wordsOf }),
    });
  return {
    alert: writeMessage(read, { key: "alert", message: original, values: given, info: { expires } }),
    correction(previous, followUp) {
      const { wrong, right, ...rest } = readCorrection(read, followUp);
      const until = isBefore(rest.sent, expires) ? expires : addDay(rest.sent);
      return follow("correction", previous, rest, { expires: until }, (language) => ({
        wrong: wrong[language] ?? "",
        right: right[language] ?? "",
        correctedAt: writeInstant(rest.sent, language),
      }));
    },
    allClear(previous, followUp) {
      const plain = readFollowUp(followUp);
      return follow("allClear", previous, plain, {
        expires: addDay(plain.sent),
        responseType: ["AllClear"],
        urgency: "Past",
        severity: "Minor",
        certainty: "Observed",
      });
    },
    cancel(previous, followUp) {
      const plain = readFollowUp(followUp);
      return follow("cancel", previous, plain, { expires: addDay(plain.sent), urgency: "Past" });
    },
  };
}

function readFollowUp(value: TemplateFollowUp): TemplateFollowUp {
  return parseContent<TemplateFollowUp>("follow-up", z.strictObject(followUpShape), value);
}

function readCorrection({ languages }: AlertTemplate, value: TemplateCorrection): TemplateCorrection {
  const words = wordsSchema(languages);
  const schema = z.strictObject({ ...followUpShape, wrong: words, right: words });
  const read = parseContent<TemplateCorrection>("correction", schema, value);
  refuseUnequal([
    ["wrong", read.wrong],
    ["right", read.right],
  ]);
  return read;
}

/** A day later, in the same zone: CAP keeps the offset. */
function addDay(instant: IsoDateTime): IsoDateTime {
  const offset = /(?:Z|[+-]\d\d:\d\d)$/.exec(instant)?.[0] ?? "Z";
  const wall = Date.parse(`${instant.slice(0, -offset.length)}Z`) + dayMs;
  return new Date(wall).toISOString().slice(0, 19) + offset;
}
