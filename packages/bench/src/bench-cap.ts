import { readCap, writeCap } from "@carecast/cap";
import type { Alert } from "@carecast/core";
import FastXmlBuilder from "fast-xml-builder";
import { XMLParser } from "fast-xml-parser";
import { SaxesParser } from "saxes";

import { measure } from "./measure.ts";
import { perSecond, type Row } from "./row.ts";

const paragraph =
  "A water main broke in the north of Riverton and germs may have entered the pipes. Boil tap water for one minute before you drink it, " +
  "cook with it, brush your teeth or wash wounds, and let it cool in a clean, covered pot. Bottled water is given out at the fire station. ";

/** An invented alert of the size and shape of those that weather services send: about 4 kB. */
const alert: Alert = {
  identifier: "riverton-2026-11-20-boil-water-0001",
  sender: "alerts@hospital.example.org",
  sent: "2026-11-20T09:00:00-05:00",
  status: "Actual",
  msgType: "Update",
  scope: "Public",
  code: ["HAN:HealthAlert"],
  note: "Issued by the duty office of Riverton General Hospital",
  references: [
    { sender: "alerts@hospital.example.org", identifier: "riverton-2026-11-20-0", sent: "2026-11-20T07:30:00-05:00" },
  ],
  info: [
    {
      language: "en-US",
      category: ["Health", "Env"],
      event: "Boil water order",
      responseType: ["Prepare"],
      urgency: "Immediate",
      severity: "Severe",
      certainty: "Observed",
      eventCode: [{ valueName: "SAME", value: "CEM" }],
      effective: "2026-11-20T09:00:00-05:00",
      expires: "2026-11-22T18:00:00-05:00",
      senderName: "Riverton General Hospital",
      headline: "Boil tap water in Riverton before you drink it, until Sunday at 6 PM",
      description: paragraph.repeat(5),
      instruction: paragraph,
      web: "https://hospital.example.org/water",
      contact: "+1 555 010 0100",
      parameter: ["UGC", "VTEC", "WMOHEADER", "TIME"].map((valueName) => ({ valueName, value: "006113-006009" })),
      area: [
        {
          areaDesc: "Riverton North; Riverton South; Lakeside",
          polygon: ["38.47,-120.14 38.34,-119.95 38.52,-119.74 38.62,-119.89 38.47,-120.14"],
          geocode: ["006109", "006009", "006003", "006113"].map((value) => ({ valueName: "SAME", value })),
        },
      ],
    },
  ],
};

/** The same with a minute of sound in it: about 500 kB. */
const spoken: Alert = {
  ...alert,
  info: alert.info.map((info) => ({
    ...info,
    resource: [
      {
        resourceDesc: "The text, read aloud",
        mimeType: "audio/mpeg",
        derefUri: `${"SUQzBAAAAAAAI1RTU0UAAAAPAAADTGF2ZjU4LjI5LjEwMAAAAAAAAAAAAAAA//uQAAAAAAAA\n".repeat(6700)}`,
        digest: "29f0349312427202b09a0e26164e055b663afbcb",
      },
    ],
  })),
};

/** CAP documents read, with all checks, into the model, and written: against parsers and a builder that do neither. */
export async function benchCap(scale: number): Promise<readonly Row[]> {
  return [
    ...(await benchRead("read CAP, checks and model included", alert, 300 * scale, 1.5)),
    ...(await benchRead("read CAP with audio", spoken, 10 * scale, 0.34)),
    await benchWrite(scale),
  ];
}

async function benchRead(what: string, of: Alert, calls: number, atLeast: number): Promise<readonly Row[]> {
  const text = writeCap(of);
  const bytes = new TextEncoder().encode(text);
  const parser = new XMLParser();
  const rates = await measure(
    {
      ours: () => void readCap(bytes),
      theirs: () => void parser.parse(text),
      saxes: () => void new SaxesParser({ xmlns: true }).write(text).close(),
    },
    { calls, rounds: 9, concurrency: 1, seconds: "cpu" },
  );
  const name = `${what}, ${(bytes.length / 1000).toFixed(1)} kB`;
  return [
    row(name, "fast-xml-parser, bare", rates.ours, rates.theirs, { atLeast }),
    row(name, "saxes, bare", rates.ours, rates.saxes),
  ];
}

async function benchWrite(scale: number): Promise<Row> {
  const builder = new FastXmlBuilder({ format: true });
  const rates = await measure(
    { ours: () => void writeCap(alert), theirs: () => void builder.build({ alert }) },
    { calls: 1000 * scale, rounds: 9, concurrency: 1, seconds: "cpu" },
  );
  return row("write CAP, checks included", "fast-xml-builder", rates.ours, rates.theirs, { atLeast: 3 });
}

function row(what: string, against: string, ours: number, theirs: number, target?: NonNullable<Row["target"]>): Row {
  const figures = { ours: perSecond(ours), theirs: perSecond(theirs), ratio: ours / theirs };
  return { what, against, ...figures, ...(target && { target }) };
}
