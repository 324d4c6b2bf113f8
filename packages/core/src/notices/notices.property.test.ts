import fc from "fast-check";
import { describe, expect, test } from "vitest";

import * as kinds from "./fixtures/medicine.ts";
import { divertedNotice } from "./fixtures/capacity.ts";
import { capacityPost, medicinePost, type CapacityNotice, type MedicineNotice, type Words } from "./index.ts";
import { findUnequalLanguages } from "../wording/facts/have-same-facts.ts";
import type { Post } from "../models/post.ts";

/** All forms of one language, longest first. */
function formsOf(post: Post, language: string): readonly string[] {
  const content = post.language === language ? post : post.variants?.languages?.[language];
  return [content?.text ?? "", ...(content?.shortTexts ?? [])];
}

const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
/** Words that break no rule, with numbers, the same ones in both languages. */
const words = (max: number): fc.Arbitrary<Words> =>
  fc
    .array(fc.oneof(fc.constantFrom("river", "north", "lamp", "bread", "paper", "green"), fc.nat(999).map(String)), {
      minLength: 1,
      maxLength: 12,
    })
    .map((tokens) => ({ en: tokens.join(" ").slice(0, max).trim(), es: tokens.join(" ").slice(0, max).trim() }));
const phone = fc.stringMatching(/^\+?[1-9][0-9]{2}( [0-9]{3}){1,3}$/);
const day = fc
  .date({ min: new Date("2026-01-01T00:00:00Z"), max: new Date("2029-12-31T00:00:00Z"), noInvalidDate: true })
  .map((date) => date.toISOString());
const zone = fc.constantFrom(undefined, "America/New_York", "Asia/Kolkata", "UTC", "Pacific/Chatham");
const later = (instant: string, minutes: number): string =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString();

/** Leaves out keys without a value. */
const clean = <T>(value: object): T => JSON.parse(JSON.stringify(value)) as T;

const capacity: fc.Arbitrary<CapacityNotice> = fc
  .record({
    asOf: day,
    minutes: fc.integer({ min: 1, max: 600 }),
    emsTraffic: fc.constantFrom("Normal", "Advisory", "Closed", "NotApplicable"),
    facilityStatus: fc.constantFrom("Normal", "Compromised", "Evacuating", "Closed"),
    clinicalStatus: optional(fc.constantFrom("Normal", "Level1", "Level2", "Full")),
    securityStatus: optional(fc.constantFrom("Normal", "RestrictedAccess", "Lockdown", "Quarantine")),
    emergencyLine: fc.constantFrom("911", "112", "15", "+1 555 010 0199"),
    details: optional(words(200)),
    whatToDo: words(60),
    services: optional(fc.array(fc.record({ name: words(40), available: fc.boolean() }), { maxLength: 3 })),
    wait: optional(fc.tuple(fc.nat(300), fc.nat(300))),
    contact: optional(fc.record({ phone, url: fc.constant("https://example.org/a1") })),
  })
  .map(({ minutes, wait, ...rest }) => {
    const outOfUse = rest.facilityStatus === "Closed" || rest.facilityStatus === "Evacuating";
    return clean({
      ...divertedNotice,
      ...rest,
      emsTraffic: outOfUse ? "Closed" : rest.emsTraffic,
      validUntil: later(rest.asOf, minutes),
      waitMinutes: wait && !outOfUse ? { from: Math.min(...wait), to: Math.max(...wait) } : undefined,
    });
  });

const amount = fc.record({
  value: fc.integer({ min: 1, max: 99_999 }).map((value) => value / 100),
  unit: fc.constantFrom("mg", "mcg", "g", "ml", "%", "units", "international-units", "mEq"),
});
const lots = fc.oneof(
  fc.constantFrom("all", "not-known-yet"),
  fc.uniqueArray(
    fc.record({
      lot: fc.stringMatching(/^[A-Z0-9]{3,8}$/),
      expiry: optional(fc.constantFrom("2027-05", "2028-01-31")),
    }),
    { minLength: 1, maxLength: 30, selector: ({ lot }) => lot },
  ),
);
const medicine: fc.Arbitrary<MedicineNotice> = fc
  .record({
    notice: fc.constantFrom(...kinds.allKinds.filter(({ kind }) => kind !== "strength-change")),
    strength: fc.array(amount, { minLength: 1, maxLength: 3 }),
    lots,
    issuedAt: day,
    minutes: fc.integer({ min: 1, max: 100_000 }),
    whatToDo: optional(words(100)),
    whoIsAffected: optional(words(200)),
    phone,
    stopNow: optional(fc.constant({ name: "Example Authority", url: "https://example.org/s", date: "2026-11-21" })),
  })
  .map(({ notice, strength, lots, minutes, phone, stopNow, ...rest }) =>
    clean({
      ...notice,
      ...rest,
      ...("lots" in notice && { lots }),
      ...(["recall", "halt", "ban", "withdrawal"].includes(notice.kind) && { stopNow }),
      product: { ...notice.product, strength },
      reviewAt: later(rest.issuedAt, minutes),
      contact: { phone },
    }),
  );

/** `18:05`, as the clock of the zone shows it: what the texts must hold. */
function clockOf(instant: string, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat("en", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: timeZone ?? "UTC",
  }).format(new Date(instant));
}

function expectAlike(post: Post): void {
  const [english, spanish] = [formsOf(post, "en"), formsOf(post, "es")];
  expect(spanish.length).toBe(english.length);
  for (const [index, en] of english.entries())
    expect(findUnequalLanguages({ en, es: spanish[index] ?? "" }), `${en}\n${spanish[index]}`).toEqual([]);
  for (const forms of [english, spanish]) {
    const lengths = forms.map(({ length }) => length);
    expect(lengths).toEqual([...lengths].sort((a, b) => b - a));
  }
}

describe("every form in every language", () => {
  test("of a capacity notice keeps the emergency line, what to do, until when and the telephone, with equal numbers", () => {
    fc.assert(
      fc.property(capacity, zone, (notice, timeZone) => {
        const post = capacityPost(notice, timeZone === undefined ? {} : { timeZone });
        for (const language of ["en", "es"] as const)
          for (const form of formsOf(post, language)) {
            expect(form).toContain(`${language === "en" ? "call" : "llame al"} ${notice.emergencyLine}.`);
            expect(form).toContain(notice.whatToDo?.[language]);
            expect(form).toContain(clockOf(notice.validUntil, timeZone));
            if (notice.contact?.phone) expect(form).toContain(notice.contact.phone);
            for (const { name, available } of notice.services ?? [])
              if (!available) expect(form).toContain(name[language]);
          }
        expectAlike(post);
      }),
    );
  });

  test("of a medicine notice keeps the dose, what to do, the telephone, the time, and lots whole or counted", () => {
    fc.assert(
      fc.property(medicine, zone, (notice, timeZone) => {
        const post = medicinePost(notice, timeZone === undefined ? {} : { timeZone });
        for (const language of ["en", "es"] as const)
          for (const form of formsOf(post, language)) {
            for (const { value, unit } of notice.product.strength)
              expect(form).toContain(unit === "%" ? `${value}%` : `${value} ${unit.startsWith("m") ? unit : ""}`);
            expect(form).toContain(notice.contact.phone);
            expect(form).toContain(clockOf(notice.reviewAt, timeZone));
            if (notice.whatToDo) expect(form).toContain(notice.whatToDo[language]);
            if ("stopNow" in notice && notice.stopNow) expect(form).toContain(notice.stopNow.name);
            if ("lots" in notice && typeof notice.lots !== "string") {
              const { length } = notice.lots.filter(({ lot }) => !form.includes(lot));
              if (length > 0) expect(form).toContain(`${notice.lots.length}, list`);
            }
          }
        expectAlike(post);
      }),
    );
  });

  test("of a new strength keeps both doses", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 2, max: 8 }), (tenths, oldCount) => {
        const [before, now] = [tenths / 10, (tenths * oldCount) / 10];
        const notice: MedicineNotice = {
          ...kinds.strengthChange,
          product: { ...kinds.strengthChange.product, strength: [{ value: now, unit: "mg" }] },
          oldStrength: [{ value: before, unit: "mg" }],
          replaces: { newCount: 1, oldCount },
        };
        const post = medicinePost(notice);
        for (const language of ["en", "es"])
          for (const form of formsOf(post, language)) {
            expect(form).toContain(`(${now} mg `);
            expect(form).toContain(`${oldCount} `);
            expect(form).toContain(`(${before} mg `);
          }
        expectAlike(post);
      }),
    );
  });
});
