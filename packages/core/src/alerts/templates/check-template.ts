import { BlockedError, InvalidPostError } from "@carecast/adapter";

import type { Finding } from "../../safeguards/safeguard.ts";
import type { AlertOptions } from "../alert-post.ts";
import { checkAlert } from "../checks/check-alert.ts";
import { alertContent } from "../lifecycle/alert-content.ts";
import type { AlertCorrection } from "../lifecycle/lifecycle-options.ts";
import type { LiveAlert } from "../lifecycle/live-alert.ts";
import type { AlertTemplate } from "./alert-template.ts";
import { fillTemplate } from "./fill-template.ts";
import type { TemplateValues } from "./read-values.ts";

/**
 * The dry run: fills a template with sample values, writes the alert, its correction, cancellation and all clear, and reads
 * each as if it were to be sent. Paths begin with the message: `allClear.info[1].instruction`. Nothing found: fit for use.
 * Languages beside English and Spanish need the `phrases` of `options`.
 *
 * @throws InvalidPostError for a template or values that cannot be used.
 */
export function checkTemplate(
  template: AlertTemplate,
  sampleValues: TemplateValues,
  options: AlertOptions = {},
): readonly Finding[] {
  const filled = fillTemplate(template, sampleValues, {
    identifier: "dry-run-1",
    sender: "dry-run@example.org",
    sent: "2026-01-05T09:00:00-05:00",
    expires: "2026-01-05T21:00:00-05:00",
  });
  const changed = "2026-01-05T10:00:00-05:00";
  // Without letters, so that the sample stands in every language.
  const words = Object.fromEntries(template.languages.map((language) => [language, { wrong: "1", right: "2" }]));
  const messages: Readonly<Record<string, Message>> = {
    alert: { alert: filled.alert },
    correction: filled.correction(filled.alert, { identifier: "dry-run-2", sent: changed }, words),
    cancel: { alert: filled.cancel(filled.alert, { identifier: "dry-run-3", sent: changed }) },
    allClear: { alert: filled.allClear(filled.alert, { identifier: "dry-run-4", sent: changed }) },
  };
  return Object.entries(messages).flatMap(([name, message]) =>
    [...checkAlert(message.alert), ...writePost(message, options)].map((finding) => ({
      ...finding,
      path: `${name}.${finding.path}`,
    })),
  );
}

interface Message {
  readonly alert: LiveAlert;
  readonly correction?: AlertCorrection;
}

function writePost({ alert, correction }: Message, options: AlertOptions): readonly Finding[] {
  try {
    alertContent(alert, correction, options);
    return [];
  } catch (error) {
    if (!(error instanceof BlockedError || error instanceof InvalidPostError)) throw error;
    return error.violations.map(({ path, rule, message }) => ({
      level: "block",
      path,
      rule: `alert.${rule.replace(/^alert\./, "")}`,
      message,
    }));
  }
}
