import { InvalidPostError } from "@carecast/adapter";

import type { Alert } from "../../models/alert.ts";
import type { Finding } from "../../safeguards/safeguard.ts";
import { alertPost, type AlertOptions } from "../alert-post.ts";
import { checkAlert } from "../checks/check-alert.ts";
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
  const messages: Readonly<Record<string, Alert>> = {
    alert: filled.alert,
    correction: filled.correction(filled.alert, { identifier: "dry-run-2", sent: changed }, words).alert,
    cancel: filled.cancel(filled.alert, { identifier: "dry-run-3", sent: changed }),
    allClear: filled.allClear(filled.alert, { identifier: "dry-run-4", sent: changed }),
  };
  return Object.entries(messages).flatMap(([name, alert]) =>
    [...checkAlert(alert), ...writePost(alert, options)].map((finding) => ({
      ...finding,
      path: `${name}.${finding.path}`,
    })),
  );
}

function writePost(alert: Alert, options: AlertOptions): readonly Finding[] {
  try {
    alertPost(alert, options);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidPostError)) throw error;
    return error.violations.map(({ path, rule, message }) => ({
      level: "block",
      path,
      rule: `alert.${rule}`,
      message,
    }));
  }
}
