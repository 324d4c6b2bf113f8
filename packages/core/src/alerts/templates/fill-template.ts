import type { IsoDateTime } from "@carecast/adapter";
import * as z from "zod/mini";

import type { AlertInfo } from "../../models/alert.ts";
import { parseContent } from "../../models/parse.ts";
import { dateTimeSchema, isBefore, textSchema } from "../../models/words.ts";
import type { AlertCorrection } from "../lifecycle/lifecycle-options.ts";
import type { LiveAlert } from "../lifecycle/live-alert.ts";
import type { AlertTemplate } from "./alert-template.ts";
import { readAlertTemplate } from "./read-alert-template.ts";
import {
  correctionSchema,
  listUnequal,
  readValues,
  refuseUnequal,
  type TemplateValues,
  type TemplateWords,
} from "./read-values.ts";
import { listReferences, refuseMessage, writeMessage } from "./write-message.ts";

/** What a message is called, and when. */
export interface TemplateMessage {
  readonly identifier: string;
  readonly sender: string;
  readonly sent: IsoDateTime;
  /** Not before `sent`. */
  readonly expires: IsoDateTime;
}

/** What the next message is called, and when. */
export interface TemplateNextMessage {
  readonly identifier: string;
  readonly sent: IsoDateTime;
  /** Values that have changed or were wrong, as they are now. The others are those of the alert. */
  readonly values?: TemplateValues;
}

/** A correction in two parts, for `alerts.correct(alert, correction, options)`, which says each once. */
export interface FilledCorrection {
  readonly alert: LiveAlert;
  readonly correction: AlertCorrection;
}

/** The alert and everything that can follow it, each a complete message; `previous` is the last one that was sent. */
export interface FilledTemplate {
  readonly alert: LiveAlert;
  /** An update that holds as long as the alert, with what was wrong and what is right beside it. */
  correction(previous: LiveAlert, next: TemplateNextMessage, correction: AlertCorrection): FilledCorrection;
  /** An update that the danger has passed, seen for a day. */
  allClear(previous: LiveAlert, next: TemplateNextMessage): LiveAlert;
  /** Withdraws the alert, which says nothing about the danger; seen for a day. */
  cancel(previous: LiveAlert, next: TemplateNextMessage): LiveAlert;
}

const dayMs = 86_400_000;
const nameSchema = textSchema;
const messageSchema = z.strictObject({
  identifier: nameSchema,
  sender: nameSchema,
  sent: dateTimeSchema,
  expires: dateTimeSchema,
});
const nextSchema = z.strictObject({
  identifier: nameSchema,
  sent: dateTimeSchema,
  values: z.optional(z.record(z.string(), z.unknown())),
});

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
    previous: LiveAlert,
    { identifier, sent, values: changes = {} }: TemplateNextMessage,
    info: Partial<AlertInfo>,
  ): LiveAlert =>
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
    });
  return {
    alert: writeMessage(read, { key: "alert", message: original, values: given, info: { expires } }),
    correction(previous, next, words) {
      const plain = readNext(next);
      const correction = readCorrection(read, words);
      const until = isBefore(plain.sent, expires) ? expires : addDay(plain.sent);
      return { alert: follow("correction", previous, plain, { expires: until }), correction };
    },
    allClear(previous, next) {
      const plain = readNext(next);
      return follow("allClear", previous, plain, {
        expires: addDay(plain.sent),
        responseType: ["AllClear"],
        urgency: "Past",
        severity: "Minor",
        certainty: "Observed",
      });
    },
    cancel(previous, next) {
      const plain = readNext(next);
      return follow("cancel", previous, plain, { expires: addDay(plain.sent), urgency: "Past" });
    },
  };
}

function readNext(value: TemplateNextMessage): TemplateNextMessage {
  return parseContent<TemplateNextMessage>("message", nextSchema, value);
}

function readCorrection({ languages }: AlertTemplate, value: AlertCorrection): AlertCorrection {
  const schema = correctionSchema(languages);
  const correction = parseContent<AlertCorrection>("correction", schema, value, "correction");
  const wordsOf = (part: "wrong" | "right"): TemplateWords =>
    Object.fromEntries(Object.entries(correction).map(([language, parts]) => [language, parts[part]]));
  refuseUnequal(
    (["wrong", "right"] as const).flatMap((part) =>
      listUnequal(wordsOf(part), (language) => `correction.${language}.${part}`),
    ),
  );
  return correction;
}

/** A day later, in the same zone: CAP keeps the offset. */
function addDay(instant: IsoDateTime): IsoDateTime {
  const offset = /(?:Z|[+-]\d\d:\d\d)$/.exec(instant)?.[0] ?? "Z";
  const wall = Date.parse(`${instant.slice(0, -offset.length)}Z`) + dayMs;
  return new Date(wall).toISOString().slice(0, 19) + offset;
}
