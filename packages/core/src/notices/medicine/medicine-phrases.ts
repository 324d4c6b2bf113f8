import type { AmountUnit } from "./amount.ts";
import type { MedicineKind } from "./medicine-schema.ts";

/** The fixed words of a medicine notice in one language. None of them holds a number of its own. */
export interface MedicinePhrases {
  /** Begin the heading. */
  readonly titles: Readonly<Record<MedicineKind | "urgent-recall", string>>;
  readonly updated: string;
  readonly ended: string;
  readonly correction: string;
  /** What people should do where the notice does not say it. */
  readonly actions: Readonly<Record<MedicineKind, string>>;
  readonly doNotStop: string;
  /** With who says so and when. */
  readonly stopNow: (source: string, date: string) => string;
  readonly doNotStockpile: string;
  readonly sameMedicine: (strength: string) => string;
  readonly replaces: (newCount: number, newStrength: string, oldCount: number, oldStrength: string) => string;
  readonly doubleDose: string;
  readonly notForPatients: string;
  readonly askPrescriber: string;
  /** With a scheme, such as FDA, and its value. */
  readonly className: (scheme: string, value: string) => string;
  readonly classMeanings: Readonly<Record<"FDA-I" | "FDA-II" | "FDA-III" | "class-1" | "class-2" | "class-3", string>>;
  readonly notYetClassified: string;
  readonly notKnownYet: string;
  readonly allLots: string;
  /** With the count of lots and the address of their list. */
  readonly lotCount: (count: number, url: string) => string;
  readonly expires: string;
  /** What stands before the colon of a line. */
  readonly labels: Readonly<Record<MedicineLabel, string>>;
  /** Between a dose and what holds it: 10 mg per 5 ml. */
  readonly per: string;
  /** Where the plain unit is not the word of the language. */
  readonly unitNames: Partial<Readonly<Record<AmountUnit, string>>>;
}

/** The lines of a medicine notice that have a label. */
export type MedicineLabel =
  | "class"
  | "reason"
  | "hazard"
  | "who"
  | "lots"
  | "pack"
  | "codes"
  | "action"
  | "alternatives"
  | "replacement"
  | "effective"
  | "area"
  | "from"
  | "until"
  | "first"
  | "ownStock"
  | "before"
  | "after"
  | "size"
  | "imprint"
  | "starts"
  | "howToTell"
  | "seenWhere"
  | "report"
  | "firstNotice"
  | "reviewed"
  | "source"
  | "reference"
  | "questions"
  | "sideEffects";

const english: MedicinePhrases = {
  titles: {
    "urgent-recall": "Urgent medicine recall",
    recall: "Medicine recall",
    halt: "Medicine on hold",
    ban: "Medicine banned",
    withdrawal: "Medicine leaves the market",
    shortage: "Medicine in short supply",
    "appearance-change": "Medicine looks different",
    "strength-change": "Medicine has a new strength",
    counterfeit: "Fake medicine",
  },
  updated: "Update",
  ended: "Ended",
  correction: "CORRECTION",
  actions: {
    recall: "Check the lot number on your pack.",
    halt: "Talk to your doctor or pharmacist.",
    ban: "Talk to who prescribed it before that date.",
    withdrawal: "Talk to who prescribed it before that date.",
    shortage: "Ask early about your next refill.",
    "appearance-change": "If yours looks different from both, ask your pharmacist before you take it.",
    "strength-change": "Bring your old and new packs to the pharmacy.",
    counterfeit: "Do not use a suspect pack. Keep it and report it.",
  },
  doNotStop: "Do not stop taking it: ask your doctor or pharmacist first.",
  stopNow: (source, date) =>
    `Stop taking it now, says ${source} (${date}). Ask your doctor or pharmacist what to take.`,
  doNotStockpile: "Do not stockpile.",
  sameMedicine: (strength) => `It is the same medicine with the same strength: ${strength}.`,
  replaces: (newCount, newStrength, oldCount, oldStrength) =>
    `In place of ${oldCount} old (${oldStrength} each): ${newCount} new (${newStrength} each).`,
  doubleDose: "If you mix them up, you get too much or too little.",
  notForPatients: "Pharmacies give packs back. Patients are not asked to.",
  askPrescriber: "ask who prescribed it",
  className: (scheme, value) => `${scheme} Class ${value}`,
  classMeanings: {
    "FDA-I": "it could cause serious health problems or death",
    "FDA-II": "it could cause a health problem that passes; a serious one is unlikely",
    "FDA-III": "it is unlikely to harm",
    "class-1": "it could be serious or a danger to life",
    "class-2": "it could cause illness or wrong treatment",
    "class-3": "it is unlikely to harm",
  },
  notYetClassified: "not classified yet",
  notKnownYet: "not known yet",
  allLots: "all",
  lotCount: (count, url) => `${count}, listed at ${url}`,
  expires: "expires",
  labels: {
    class: "Class",
    reason: "What is wrong",
    hazard: "What could happen",
    who: "Who is affected",
    lots: "Lots",
    pack: "Pack",
    codes: "Codes",
    action: "What to do",
    alternatives: "Instead",
    replacement: "Replacement",
    effective: "From",
    area: "Where",
    from: "Since",
    until: "Expected until",
    first: "Who gets it first",
    ownStock: "Our stock",
    before: "Before",
    after: "Now",
    size: "size",
    imprint: "printed on it",
    starts: "Starts",
    howToTell: "How to tell",
    seenWhere: "Seen at",
    report: "Report it",
    firstNotice: "First notice",
    reviewed: "Next review",
    source: "Source",
    reference: "reference",
    questions: "Questions",
    sideEffects: "Report side effects",
  },
  per: "per",
  unitNames: { "international-units": "international units" },
};

const spanish: MedicinePhrases = {
  titles: {
    "urgent-recall": "Retirada urgente de un medicamento",
    recall: "Retirada de un medicamento",
    halt: "Medicamento suspendido por ahora",
    ban: "Medicamento prohibido",
    withdrawal: "Medicamento que sale del mercado",
    shortage: "Falta un medicamento",
    "appearance-change": "Medicamento con otro aspecto",
    "strength-change": "Medicamento con otra concentración",
    counterfeit: "Medicamento falso",
  },
  updated: "Actualización",
  ended: "Fin del aviso",
  correction: "CORRECCIÓN",
  actions: {
    recall: "Mire el número de lote de su envase.",
    halt: "Hable con su médico o farmacéutico.",
    ban: "Hable con quien se lo recetó antes de esa fecha.",
    withdrawal: "Hable con quien se lo recetó antes de esa fecha.",
    shortage: "Pregunte con tiempo por su próxima receta.",
    "appearance-change": "Si el suyo no se parece a ninguno de los dos, pregunte en la farmacia antes de tomarlo.",
    "strength-change": "Lleve los envases viejos y nuevos a la farmacia.",
    counterfeit: "No use un envase sospechoso. Guárdelo y avise.",
  },
  doNotStop: "No deje de tomarlo: pregunte antes a su médico o farmacéutico.",
  stopNow: (source, date) =>
    `Deje de tomarlo ahora, dice ${source} (${date}). Pregunte a su médico o farmacéutico qué tomar.`,
  doNotStockpile: "No acumule reservas.",
  sameMedicine: (strength) => `Es el mismo medicamento con la misma concentración: ${strength}.`,
  replaces: (newCount, newStrength, oldCount, oldStrength) =>
    `En lugar de ${oldCount} de los viejos (${oldStrength} cada uno): ${newCount} de los nuevos (${newStrength} cada uno).`,
  doubleDose: "Si los confunde, toma demasiado o demasiado poco.",
  notForPatients: "Las farmacias devuelven los envases. A los pacientes no se les pide.",
  askPrescriber: "pregunte a quien se lo recetó",
  className: (scheme, value) => `${scheme}, clase ${value}`,
  classMeanings: {
    "FDA-I": "puede causar problemas graves de salud o la muerte",
    "FDA-II": "puede causar un problema de salud pasajero; uno grave es poco probable",
    "FDA-III": "es poco probable que cause daño",
    "class-1": "puede ser grave o un peligro para la vida",
    "class-2": "puede causar enfermedad o un tratamiento equivocado",
    "class-3": "es poco probable que cause daño",
  },
  notYetClassified: "aún sin clasificar",
  notKnownYet: "aún no se sabe",
  allLots: "todos",
  lotCount: (count, url) => `${count}, lista en ${url}`,
  expires: "caduca",
  labels: {
    class: "Clase",
    reason: "Qué pasa",
    hazard: "Qué puede ocurrir",
    who: "A quién afecta",
    lots: "Lotes",
    pack: "Envase",
    codes: "Códigos",
    action: "Qué hacer",
    alternatives: "En su lugar",
    replacement: "Sustitución",
    effective: "Desde",
    area: "Dónde",
    from: "Desde",
    until: "Se espera hasta",
    first: "Quién lo recibe primero",
    ownStock: "Nuestras existencias",
    before: "Antes",
    after: "Ahora",
    size: "tamaño",
    imprint: "marca",
    starts: "Empieza",
    howToTell: "Cómo reconocerlo",
    seenWhere: "Visto en",
    report: "Avise",
    firstNotice: "Primer aviso",
    reviewed: "Próxima revisión",
    source: "Fuente",
    reference: "referencia",
    questions: "Preguntas",
    sideEffects: "Comunicar efectos adversos",
  },
  per: "por",
  unitNames: {
    units: "unidades",
    "international-units": "unidades internacionales",
    dose: "dosis",
    hour: "hora",
  },
};

export const builtInMedicinePhrases: Readonly<Record<string, MedicinePhrases>> = { en: english, es: spanish };
