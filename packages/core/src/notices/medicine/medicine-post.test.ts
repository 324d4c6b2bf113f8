import { fakeAdapter, manualClock } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { createCarecast, memoryLedger } from "../../index.ts";
import * as kinds from "../fixtures/medicine.ts";
import { medicinePost, noticeContent, type MedicineNotice, type RecallNotice } from "../index.ts";

const { recall, halt, ban, shortage, appearanceChange, strengthChange, counterfeit } = kinds;

function linesOf(notice: MedicineNotice, form: "full" | "shortest" = "full"): readonly string[] {
  const { text, shortTexts = [] } = medicinePost(notice);
  return (form === "full" ? text : (shortTexts.at(-1) ?? text)).split("\n");
}
const spanishOf = (notice: MedicineNotice): string => medicinePost(notice).variants?.languages?.["es"]?.text ?? "";

describe("what a recall becomes", () => {
  test("says product, class with its meaning, what is wrong, lots, what to do, not to stop, review, source", () => {
    expect(linesOf(recall)).toEqual([
      "Urgent medicine recall: Examplol (examplamide) 2.5 mg tablets, Example Pharma",
      "Pack: 30 tablets",
      "Codes: NDC 0067-6382-30, GTIN 00300676382307",
      "Who is affected: People who take Examplol for the heart.",
      "Class: FDA Class I: it could cause serious health problems or death",
      "What is wrong: Some tablets hold too much of the medicine.",
      "What could happen: Your heart may beat too slowly.",
      "Lots: 00A1037 (expires May 2027), 00A1038 (expires May 31, 2027), B12-7, 10108716 (expires Jun 2027), 10111510 (expires Jun 2027)",
      "What to do: Check the lot number on your pack. Bring the pack to any pharmacy.",
      "Do not stop taking it: ask your doctor or pharmacist first.",
      "Next review: Dec 22, 10:00 (UTC-05:00)",
      "Source: Example Medicines Authority, Nov 20, 2026, reference D-0001-2026",
      "Questions: +1 555 010 0100",
      "https://hospital.example.org/pharmacy",
      "Report side effects: https://medicines.example.org/report",
      "https://medicines.example.org/notices/2026-11",
    ]);
  });

  test("keeps in its shortest form the product with its strength, the lots, what to do, the review and the telephone", () => {
    expect(linesOf(recall, "shortest")).toEqual([
      "Urgent medicine recall: Examplol (examplamide) 2.5 mg tablets, Example Pharma",
      "Lots: 00A1037, 00A1038, B12-7, 10108716, 10111510",
      "What to do: Check the lot number on your pack. Bring the pack to any pharmacy.",
      "Do not stop taking it: ask your doctor or pharmacist first.",
      "Next review: Dec 22, 10:00 (UTC-05:00)",
      "Questions: +1 555 010 0100",
    ]);
  });

  test("counts a long list of lots and says where the list is, rather than cut it", () => {
    const lots = Array.from({ length: 40 }, (_, index) => ({ lot: `0A${1000 + index}` }));
    const { text, shortTexts = [], protect = [] } = medicinePost({ ...recall, lots });
    expect(text).toContain("0A1000, 0A1001");
    expect(shortTexts.at(-1)).toContain("Lots: 40, listed at https://medicines.example.org/notices/2026-11");
    expect(shortTexts.at(-1)).not.toContain("0A1000");
    expect(protect).toContain("0A1039");
  });

  test.each<[RecallNotice["lots"], string, string]>([
    ["all", "Lots: all", "Lotes: todos"],
    ["not-known-yet", "Lots: not known yet", "Lotes: aún no se sabe"],
  ])("lots %s are told as %s", (lots, english, spanish) => {
    expect(linesOf({ ...recall, lots })).toContain(english);
    expect(spanishOf({ ...recall, lots })).toContain(spanish);
  });

  test.each<[RecallNotice["recallClass"], string, string]>([
    [{ scheme: "FDA", value: "I" }, "Urgent medicine recall", "FDA Class I: it could cause serious"],
    [
      { scheme: "FDA", value: "II" },
      "Urgent medicine recall",
      "FDA Class II: it could cause a health problem that passes",
    ],
    [{ scheme: "FDA", value: "III" }, "Medicine recall", "FDA Class III: it is unlikely to harm"],
    [{ scheme: "MHRA", value: "1" }, "Urgent medicine recall", "MHRA Class 1: it could be serious or a danger to life"],
    [{ scheme: "MHRA", value: "3" }, "Medicine recall", "MHRA Class 3: it is unlikely to harm"],
    [{ scheme: "EU", value: "2" }, "Urgent medicine recall", "EU Class 2: it could cause illness or wrong treatment"],
    [
      {
        scheme: "other",
        name: "TGA",
        value: "Class I",
        meaning: { en: "a danger to life", es: "un peligro para la vida" },
      },
      "Medicine recall",
      "TGA Class I: a danger to life",
    ],
    ["not-yet-classified", "Medicine recall", "Class: not classified yet"],
  ])("class %j begins with %s", (recallClass, title, words) => {
    const text = linesOf({ ...recall, recallClass }).join("\n");
    expect(text.startsWith(`${title}: Examplol`)).toBe(true);
    expect(text).toContain(words);
  });

  test("asks patients for nothing when it is for pharmacies", () => {
    const { returns: _returns, ...rest } = recall;
    const lines = linesOf({ ...rest, level: "pharmacy" }, "shortest");
    expect(lines).toContain("Pharmacies give packs back. Patients are not asked to.");
    expect(lines.join()).not.toContain("Bring");
  });

  test("what may kill goes before everything else", () => {
    const priorityOf = (notice: MedicineNotice): unknown => medicinePost(notice).priority;
    expect(priorityOf(recall)).toBe("emergency");
    expect(priorityOf({ ...recall, recallClass: { scheme: "MHRA", value: "1" } })).toBe("emergency");
    expect(priorityOf({ ...recall, recallClass: { scheme: "FDA", value: "II" } })).toBe("high");
    expect(priorityOf({ ...recall, recallClass: "not-yet-classified" })).toBe("high");
    expect(priorityOf(counterfeit)).toBe("emergency");
    expect(priorityOf(shortage)).toBe("high");
  });
});

describe("who says to stop", () => {
  const stopNow = {
    name: "Example Medicines Authority",
    url: "https://medicines.example.org/stop",
    date: "2026-11-21",
  };

  test("is named with a date, and the opposite is not said", () => {
    const post = medicinePost({ ...recall, stopNow });
    for (const form of [post.text, ...(post.shortTexts ?? [])]) {
      expect(form).toContain("Stop taking it now, says Example Medicines Authority (Nov 21, 2026).");
      expect(form).not.toContain("Do not stop");
    }
    expect(post.sources).toEqual([
      { name: recall.authority.name, url: recall.authority.url, date: "2026-11-20T00:00:00Z" },
      { ...stopNow, date: "2026-11-21T00:00:00Z" },
    ]);
  });

  test.each([recall, halt, ban])("$kind: a medicine on prescription is not stopped without asking", (notice) => {
    expect(linesOf(notice, "shortest")).toContain("Do not stop taking it: ask your doctor or pharmacist first.");
    const freelySold = { ...notice, product: { ...notice.product, prescription: false } };
    expect(linesOf(freelySold).join()).not.toContain("Do not stop");
  });
});

describe("what the other kinds become", () => {
  test.each<[string, MedicineNotice, readonly string[]]>([
    ["halt", halt, ["Medicine on hold: Examplol", "Lots: all", "What to do: Talk to your doctor or pharmacist."]],
    [
      "ban",
      ban,
      ["Medicine banned: Examplol", "From: Jan 1, 2027", "Replacement: Your doctor writes a new prescription."],
    ],
    ["withdrawal", { ...ban, kind: "withdrawal" }, ["Medicine leaves the market: Examplol"]],
    [
      "shortage",
      shortage,
      [
        "Medicine in short supply: Examplol",
        "Where: Riverton County",
        "Since: Nov 15, 2026. Expected until: not known yet",
        "Do not stockpile.",
        "What to do: Ask early about your next refill.",
      ],
    ],
    [
      "appearance-change",
      appearanceChange,
      [
        "Medicine looks different: Examplol",
        "Before: round, white, printed on it: EX 2.5, size: 8 mm",
        "Now: oval, blue, printed on it: E25, size: 10.5 mm",
        "It is the same medicine with the same strength: 2.5 mg.",
      ],
    ],
    [
      "strength-change",
      strengthChange,
      [
        "Medicine has a new strength: Examplol (examplamide) 5 mg tablets",
        "Starts: Dec 1, 2026",
        "In place of 2 old (2.5 mg each): 1 new (5 mg each).",
        "If you mix them up, you get too much or too little.",
        "What to do: Bring your old and new packs to the pharmacy.",
      ],
    ],
    [
      "counterfeit",
      counterfeit,
      [
        "Fake medicine: Examplol",
        "Lots: X-7700",
        "How to tell: The name on the box is misspelled.",
        "Report it: +1 555 010 0199",
        "What to do: Do not use a suspect pack. Keep it and report it.",
      ],
    ],
  ])("%s says in every form what its kind is about", (_, notice, passages) => {
    const { text, shortTexts = [] } = medicinePost(notice);
    for (const form of [text, ...shortTexts]) for (const passage of passages) expect(form).toContain(passage);
  });

  test("the longest form tells the rest", () => {
    expect(linesOf(halt)).toContain("Instead: ask who prescribed it");
    expect(linesOf({ ...halt, alternatives: { en: "The syrup.", es: "El jarabe." } })).toContain("Instead: The syrup.");
    expect(linesOf(shortage)).toEqual(
      expect.arrayContaining([
        "What is wrong: not known yet",
        "Our stock: Our pharmacy has enough for two weeks.",
        "Who gets it first: Children and people in hospital.",
        "Instead: The syrup is there.",
      ]),
    );
    expect(linesOf({ ...shortage, until: "2027-02-01" })).toContain("Since: Nov 15, 2026. Expected until: Feb 1, 2027");
    expect(linesOf(counterfeit)).toEqual(
      expect.arrayContaining(["What could happen: not known yet", "Seen at: Markets in Riverton"]),
    );
  });

  test("a name that is the generic one stands there once", () => {
    const product = { ...recall.product, name: "Examplamide" };
    expect(linesOf({ ...recall, product })[0]).toContain("recall: Examplamide 2.5 mg tablets");
  });

  test.each<[MedicineNotice["product"]["strength"], string, string]>([
    [
      [
        { value: 500, unit: "mg" },
        { value: 125, unit: "mg" },
      ],
      "500 mg + 125 mg",
      "500 mg + 125 mg",
    ],
    [[{ value: 10, unit: "mg", per: { value: 5, unit: "ml" } }], "10 mg per 5 ml", "10 mg por 5 ml"],
    [
      [{ value: 100, unit: "international-units", per: { value: 1, unit: "ml" } }],
      "100 international units per ml",
      "100 unidades internacionales por ml",
    ],
    [[{ value: 25, unit: "mcg", per: { value: 1, unit: "hour" } }], "25 mcg per hour", "25 mcg por hora"],
    [[{ value: 0.5, unit: "%" }], "0.5%", "0.5%"],
  ])("a strength of %j is written in full", (strength, english, spanish) => {
    const notice = { ...recall, product: { ...recall.product, strength } };
    expect(linesOf(notice)[0]).toContain(`(examplamide) ${english} tablets`);
    expect(spanishOf(notice)).toContain(`(examplamide) ${spanish} comprimidos`);
  });
});

describe("what follows a notice", () => {
  const later = { issuedAt: "2026-11-24T09:30:00-05:00", firstIssuedAt: recall.issuedAt };
  const closing = { en: "All packs are back.", es: "Todos los envases han vuelto." };

  test("an update says so", () => {
    expect(linesOf({ ...recall, ...later, status: "updated" })[0]).toMatch(/^Update: Urgent medicine recall: /);
  });

  test("an end tells what holds now, and none of the old words", () => {
    expect(linesOf({ ...recall, ...later, status: "ended", closing }, "shortest")).toEqual([
      "Ended: Medicine recall: Examplol (examplamide) 2.5 mg tablets, Example Pharma",
      "All packs are back.",
      "First notice: Nov 22, 10:00 (UTC-05:00)",
      "Questions: +1 555 010 0100",
    ]);
    expect(linesOf({ ...recall, ...later, status: "ended", closing }).join()).not.toMatch(/Lots|What to do|stop/);
  });

  test("a correction begins with the word and its time", () => {
    const lines = linesOf({ ...recall, ...later, status: "issued-in-error", closing });
    expect(lines[0]).toBe(
      "CORRECTION (Nov 24, 09:30 (UTC-05:00)): Examplol (examplamide) 2.5 mg tablets, Example Pharma",
    );
    expect(lines.join()).not.toMatch(/Lots|What to do|stop/);
    expect(spanishOf({ ...recall, ...later, status: "issued-in-error", closing })).toMatch(/^CORRECCIÓN \(24 nov/);
  });
});

describe("publishing a medicine notice", () => {
  test("ends with its review, and a lot is whole in every part of a thread", async () => {
    const lots = Array.from({ length: 12 }, (_, index) => ({ lot: `0A${1000 + index}`, expiry: "2027-05-31" }));
    const fake = fakeAdapter({ capabilities: { text: { limits: [{ unit: "graphemes", max: 300 }] }, threads: true } });
    const clock = manualClock(Date.parse("2026-11-22T16:00:00Z"));
    await using care = createCarecast({ channels: { press: fake }, ledger: memoryLedger(), clock });
    const content = noticeContent({ ...recall, languages: ["en", "es"], lots });
    expect(content).toMatchObject({ notAfter: recall.reviewAt, kind: "medicineNotice" });
    const report = await care.publish(content, { overflow: "thread" });
    expect(report.ok).toBe(true);
    const texts = fake.posts.map(({ text }) => text);
    expect(texts.length).toBeGreaterThan(2);
    for (const { lot } of lots)
      expect(texts.filter((text) => text.includes(`${lot} (expires May 31, 2027)`))).toHaveLength(1);
  });
});
