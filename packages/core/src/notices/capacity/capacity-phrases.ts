import type { BedBand, BedType, CapacityState, SecurityStatus } from "./capacity-notice.ts";

/** The fixed words of a capacity notice in one language. None of them holds a number. */
export interface CapacityPhrases {
  /** Follows the name of the hospital and a colon. */
  readonly states: Readonly<Record<CapacityState, string>>;
  readonly noEmergencyDepartment: string;
  /** What people should do where the notice does not say it. */
  readonly actions: Readonly<Record<Exclude<CapacityState, "closed" | "evacuating">, string>>;
  /** In place of the actions where there is no emergency department. */
  readonly plannedCare: string;
  /** In place of the actions where nobody can be cared for. */
  readonly goTo: (place: string) => string;
  readonly otherPlaces: string;
  readonly inEmergency: (line: string) => string;
  /** Said whenever anything is not as usual. */
  readonly nobodyTurnedAway: string;
  readonly access: Partial<Readonly<Record<SecurityStatus, string>>>;
  readonly notAvailable: string;
  readonly available: string;
  readonly freeBeds: string;
  readonly bedTypes: Readonly<Record<BedType, string>>;
  readonly bands: Readonly<Record<BedBand, string>>;
  readonly wait: (from: number, to: number) => string;
  readonly action: string;
  readonly asOf: string;
  readonly until: string;
  readonly questions: string;
}

const english: CapacityPhrases = {
  states: {
    open: "open as usual",
    limited: "open, but not everything works as usual",
    busy: "busy, expect long waits",
    full: "very full, expect long waits",
    "ambulances-diverted": "ambulances are being sent to other hospitals",
    evacuating: "patients are being moved out",
    closed: "closed, it cannot care for patients now",
  },
  noEmergencyDepartment: "This hospital has no emergency department.",
  actions: {
    open: "Come as usual.",
    limited: "For everything else, come as usual.",
    busy: "If you need emergency care, come. The sickest are seen first.",
    full: "If you need emergency care, come. The sickest are seen first.",
    "ambulances-diverted": "This is about ambulances. If you come by yourself, we see you.",
  },
  plannedCare: "If you have an appointment, come as usual.",
  goTo: (place) => `Go to ${place}.`,
  otherPlaces: "Other places of care",
  inEmergency: (line) => `In an emergency call ${line}.`,
  nobodyTurnedAway: "Our emergency department does not turn anyone away.",
  access: {
    RestrictedAccess: "Visits are limited for now.",
    Lockdown: "Visits have stopped for now. Staff at the doors will help you.",
    Quarantine: "Visits have stopped for now.",
  },
  notAvailable: "Not available now",
  available: "Available",
  freeBeds: "Free beds",
  bedTypes: {
    AdultICU: "intensive care for adults",
    PediatricICU: "intensive care for children",
    Pediatrics: "children",
    MedicalSurgical: "general wards",
    Psychiatric: "mental health",
    Burn: "burns",
    NegativeFlowIsolation: "isolation with filtered air",
    OtherIsolation: "other isolation",
    OperatingRooms: "operating rooms",
  },
  bands: { available: "available", few: "few", none: "none" },
  wait: (from, to) =>
    `Wait to be seen: ${from === to ? `about ${to}` : `${from} to ${to}`} minutes. It can change at any time.`,
  action: "What to do",
  asOf: "As of",
  until: "Valid until",
  questions: "Questions",
};

const spanish: CapacityPhrases = {
  states: {
    open: "abierto como siempre",
    limited: "abierto, pero no todo funciona como siempre",
    busy: "con mucha demanda, espera larga",
    full: "muy lleno, espera larga",
    "ambulances-diverted": "las ambulancias van a otros hospitales",
    evacuating: "se traslada a los pacientes a otro lugar",
    closed: "cerrado, ahora no puede atender a pacientes",
  },
  noEmergencyDepartment: "Este hospital no tiene servicio de urgencias.",
  actions: {
    open: "Venga como siempre.",
    limited: "Para todo lo demás, venga como siempre.",
    busy: "Si es urgente, venga. Primero se atiende a los más graves.",
    full: "Si es urgente, venga. Primero se atiende a los más graves.",
    "ambulances-diverted": "Esto es para las ambulancias. Si viene por su cuenta, le atendemos.",
  },
  plannedCare: "Si tiene una cita, venga como siempre.",
  goTo: (place) => `Vaya a ${place}.`,
  otherPlaces: "Otros centros",
  inEmergency: (line) => `En una emergencia llame al ${line}.`,
  nobodyTurnedAway: "Nuestras urgencias atienden a todos.",
  access: {
    RestrictedAccess: "Por ahora las visitas son limitadas.",
    Lockdown: "Por ahora no hay visitas. El personal de la entrada le ayudará.",
    Quarantine: "Por ahora no hay visitas.",
  },
  notAvailable: "No disponible ahora",
  available: "Disponible",
  freeBeds: "Camas libres",
  bedTypes: {
    AdultICU: "cuidados intensivos de adultos",
    PediatricICU: "cuidados intensivos infantiles",
    Pediatrics: "infantiles",
    MedicalSurgical: "planta general",
    Psychiatric: "salud mental",
    Burn: "quemados",
    NegativeFlowIsolation: "aislamiento con aire filtrado",
    OtherIsolation: "otro aislamiento",
    OperatingRooms: "quirófanos",
  },
  bands: { available: "hay", few: "pocas", none: "ninguna" },
  wait: (from, to) =>
    `Espera hasta ser atendido: ${from === to ? `unos ${to}` : `de ${from} a ${to}`} minutos. Puede cambiar en cualquier momento.`,
  action: "Qué hacer",
  asOf: "Datos de",
  until: "Válido hasta",
  questions: "Preguntas",
};

export const builtInCapacityPhrases: Readonly<Record<string, CapacityPhrases>> = { en: english, es: spanish };
