import { expect, test } from "vitest";

import { decided, setAlertStage, textsOf } from "../lifecycle/fixtures/alert-stage.ts";
import { alertTemplates } from "./alert-templates.ts";
import { fillTemplate } from "./fill-template.ts";
import { sampleValues } from "./fixtures/values.ts";

const head = {
  identifier: "filled-1",
  sender: "alerts@hospital.example.org",
  sent: "2026-11-20T09:00:00-05:00",
  expires: "2026-11-22T18:00:00-05:00",
};
const words = {
  en: { wrong: "Mill Street is affected.", right: "Hill Street is affected." },
  es: { wrong: "Afecta a la calle Molino.", right: "Afecta a la calle Colina." },
};

const count = (text: string, part: RegExp): number => text.match(new RegExp(part, "giu"))?.length ?? 0;

test.each(alertTemplates)("$name: issued, corrected and over, with each thing said once", async (template) => {
  const { alerts, one } = setAlertStage({ languages: ["en", "es"] });
  const filled = fillTemplate(template, sampleValues[template.name] ?? {}, head);
  await alerts.issue(filled.alert);

  const corrected = filled.correction(
    filled.alert,
    { identifier: "filled-2", sent: "2026-11-20T10:00:00-05:00" },
    words,
  );
  const correction = await alerts.correct(corrected.alert, corrected.correction, decided);
  expect(correction.findings).toEqual([]);
  const [, , english = "", spanish = ""] = textsOf(one);
  expect(english).toMatch(/^CORRECTION Nov 20, 10:00 \(UTC-05:00\): /);
  expect(spanish).toMatch(/^CORRECCIÓN 20 nov, 10:00 \(UTC-05:00\): /);
  for (const part of [/correct(?!ion\. Call)/, /Mill Street/, /Hill Street/, /sorry/, /10:00/, /right/])
    expect([part, count(english, part)]).toEqual([part, 1]);
  for (const part of [/^CORREC/, /calle Molino/, /calle Colina/, /lamentamos/, /10:00/, /correcto/, /dijimos/])
    expect([part, count(spanish, part)]).toEqual([part, 1]);

  const clear = filled.allClear(corrected.alert, { identifier: "filled-3", sent: "2026-11-20T11:00:00-05:00" });
  const over = await alerts.allClear(clear, decided);
  expect([over.state, over.findings]).toEqual(["allClear", []]);
  const last = textsOf(one).filter((text) => /^(?:ALL CLEAR|FIN DE LA ALERTA): /.test(text));
  expect(last).toHaveLength(2);
  for (const text of last) expect([text, count(text, /all clear|fin de la alerta/)]).toEqual([text, 1]);
  expect((await alerts.chain("filled-1"))?.messages.map(({ kind }) => kind)).toEqual([
    "alert",
    "correction",
    "allClear",
  ]);
});
