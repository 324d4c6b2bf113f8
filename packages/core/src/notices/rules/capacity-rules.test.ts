import { describe, expect, test } from "vitest";

import { divertedNotice, normalNotice } from "../fixtures/capacity.ts";
import { capacityPost, type CapacityNotice } from "../index.ts";

function rulesOf(language: "en" | "es", details: string, change: Partial<CapacityNotice> = {}): readonly string[] {
  try {
    capacityPost({ ...normalNotice, ...change, languages: [language], details: { [language]: details } });
    return [];
  } catch (error) {
    return (error as { violations: { path: string; rule: string }[] }).violations.map(({ path, rule }) => {
      expect(path).toBe(`details.${language}`);
      return rule;
    });
  }
}

describe("nobody is told not to come", () => {
  test.each([
    "Do not come to the ER.",
    "Please don’t come in tonight",
    "DO NOT COME",
    "Please do not attend.",
    "Never go to the emergency department for a cold.",
    "Do not visit our emergency room.",
    "You should not use the emergency department today.",
    "Avoid the hospital tonight.",
    "Avoid coming in.",
    "Please stay away from the A&E.",
    "Stay away!",
    "Only come if you are dying.",
    "The emergency department is currently closed to patients.",
    "ER closed.",
    "Emergency department: closed",
    "We are not accepting any new patients.",
    "We cannot take walk-ins.",
    "The team is no longer seeing anyone.",
    "Patients will be turned away.",
    "Please seek care elsewhere.",
    "Go elsewhere.",
    "Go to another hospital.",
    "Ｄｏ ｎｏｔ ｃｏｍｅ.",
  ])("en: %s", (text) => {
    expect(rulesOf("en", text)).toEqual(["do-not-come"]);
  });

  test.each([
    "No venga a urgencias.",
    "Por favor, no acuda al hospital.",
    "NO ACUDAN",
    "No vaya a la sala de urgencias.",
    "No utilice las urgencias.",
    "Evite venir.",
    "Evite las urgencias.",
    "Manténgase alejado del hospital.",
    "Las urgencias están cerradas.",
    "Urgencias cerradas",
    "No atendemos a más pacientes.",
    "Ya no aceptamos pacientes.",
    "Acuda a otro hospital.",
  ])("es: %s", (text) => {
    expect(rulesOf("es", text)).toEqual(["do-not-come"]);
  });

  test.each([
    "Use the north door. Do not use the hospital car park.",
    "Do not use the hospital's south entrance.",
    "The eye clinic is closed today.",
    "Ambulances are being sent to other hospitals.",
    "Our emergency department does not turn anyone away.",
    "Do not wait if you are very ill. Come.",
    "Bring your medicines. Do not drive if you feel faint.",
    "If you can, call your family doctor first.",
  ])("en, fine: %s", (text) => {
    expect(rulesOf("en", text)).toEqual([]);
  });

  test.each([
    "Si se encuentra muy mal, venga.",
    "Las ambulancias van a otros hospitales.",
    "No espere si está muy grave.",
    "La consulta de ojos está cerrada hoy.",
  ])("es, fine: %s", (text) => {
    expect(rulesOf("es", text)).toEqual([]);
  });

  test("unless nobody can be cared for there", () => {
    const closed: Partial<CapacityNotice> = {
      facilityStatus: "Closed",
      emsTraffic: "Closed",
      alternatives: [{ name: "Lakeside Clinic", phone: "555 010 0140" }],
    };
    expect(rulesOf("en", "Do not come to the ER.", closed)).toEqual([]);
    expect(rulesOf("en", "Do not come to the ER.", { ...closed, facilityStatus: "Evacuating" })).toEqual([]);
  });

  test("every language is read, and the first one does not hide the second", () => {
    const details = { en: "Come.", es: "No venga." };
    expect(() => capacityPost({ ...divertedNotice, details })).toThrow(
      expect.objectContaining({ code: "invalid-post", path: "details.es" }),
    );
  });
});

describe("what stays inside the house", () => {
  test.each([
    ["en", "We have 3 free beds.", "count"],
    ["en", "Two intensive care beds are left.", "count"],
    ["en", "We are short of 12 nurses.", "count"],
    ["en", "40 patients are waiting.", "count"],
    ["es", "Quedan 3 camas libres.", "count"],
    ["es", "Faltan doce y 2 enfermeras.", "count"],
    ["en", "The morgue is full.", "internal-fact"],
    ["en", "Decontamination is open.", "internal-fact"],
    ["en", "There was a bomb threat.", "internal-fact"],
    ["en", "Triage red is full.", "internal-fact"],
    ["es", "Hubo una amenaza de bomba.", "internal-fact"],
    ["en", "We guarantee that you are seen.", "guarantee"],
    ["en", "There is no cause for alarm.", "guarantee"],
    ["es", "Todo está bajo control.", "guarantee"],
    ["en", "See https://example.org", "link-in-words"],
    ["en", "See www.example.org", "link-in-words"],
    ["en", "Flu season #FluShot", "hashtag"],
    ["en", "Get well 🙂", "emoji"],
    ["en", "Heart ❤️", "emoji"],
  ] as const)("%s: %s", (language, text, rule) => {
    expect(rulesOf(language, text)).toEqual([rule]);
  });

  test.each(["Open 24 hours.", "Visits from 9 to 5.", "Bring 2 documents.", "Room #4 is on the left, 100 m ahead."])(
    "fine: %s",
    (text) => {
      expect(rulesOf("en", text)).toEqual(text.includes("#4") ? ["hashtag"] : []);
    },
  );
});

describe("numbers in every language", () => {
  const check = (en: string, es: string) => () => capacityPost({ ...divertedNotice, details: { en, es } });

  test.each([
    ["Call 555 010 0155.", "Llame al 555 010 0156."],
    ["Doors open at 9:00.", "Las puertas abren a las 10:00."],
    ["Bring 2 documents.", "Traiga dos documentos."],
  ])("%s | %s", (en, es) => {
    expect(check(en, es)).toThrow(expect.objectContaining({ code: "invalid-post", path: "details.es" }));
  });

  test.each([
    ["It is 1.5 km away.", "Está a 1,5 km."],
    ["Call 911 by 9:00.", "A las 9:00 llame al 911."],
    ["Call 911.", "Llame al ٩١١."],
    ["Call 911.", "Llame al ９１１."],
  ])("%s | %s", (en, es) => {
    expect(check(en, es)).not.toThrow();
  });
});
