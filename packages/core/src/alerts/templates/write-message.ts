import type { IsoDateTime } from "@carecast/adapter";

import type { Alert, AlertInfo, AlertReference } from "../../models/alert.ts";
import { isBefore } from "../../models/words.ts";
import { readLiveAlert, type LiveAlert } from "../lifecycle/live-alert.ts";
import type { AlertTemplate } from "./alert-template.ts";
import { replacePlaceholders } from "./placeholders.ts";
import { writeValues, type TemplateValues } from "./read-values.ts";
import { refuseTemplate } from "./template-error.ts";

/** Which of the messages of a template is written, and with what. */
export interface Filling {
  readonly key: MessageKey;
  readonly message: Pick<Alert, "identifier" | "sender" | "sent" | "msgType"> & Partial<Pick<Alert, "references">>;
  readonly values: TemplateValues;
  /** What is the same in every language and differs from the template. */
  readonly info: Partial<AlertInfo>;
}

type MessageKey = "alert" | "correction" | "allClear" | "cancel";

/** A complete message for the public, checked. */
export function writeMessage(template: AlertTemplate, filling: Filling): LiveAlert {
  const info = template.languages.map((language) => writeInfo(template, filling, language));
  return readLiveAlert({ status: "Actual", scope: "Public", ...filling.message, info });
}

function writeInfo(template: AlertTemplate, { key, values, info }: Filling, language: string): AlertInfo {
  const { category, urgency, severity, certainty, responseType } = template;
  const words = writeValues(template, values, language);
  const texts = { ...template.alert[language], ...template[key][language] };
  const { area = "", ...fields } = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, replacePlaceholders(text, words)]),
  );
  // A withdrawn alert asks for nothing that its own words do not say.
  const asked = key === "cancel" ? undefined : responseType;
  return {
    language,
    category,
    urgency,
    severity,
    certainty,
    ...(asked && { responseType: asked }),
    ...(fields as Pick<AlertInfo, "event">),
    area: [{ areaDesc: area }],
    ...info,
  };
}

/** The message before and all that it followed: each of them may still be shown somewhere. */
export function listReferences(previous: LiveAlert, identifier: string, sent: IsoDateTime): readonly AlertReference[] {
  const last = readLiveAlert(previous);
  const references = [
    ...(last.references ?? []),
    { sender: last.sender, identifier: last.identifier, sent: last.sent },
  ];
  if (references.some((reference) => reference.identifier === identifier))
    throw refuseMessage("identifier", "is that of an earlier message. Every message has its own.");
  if (isBefore(sent, last.sent)) throw refuseMessage("sent", "is before the message that it follows.");
  return references;
}

export function refuseMessage(path: string, message: string): Error {
  return refuseTemplate("message", [{ path, rule: "message", message }]);
}
