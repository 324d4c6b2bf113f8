import type { Patterns } from "./word-rule.ts";

// CDC's manual for emergencies (CERC): nothing is promised that nobody can know, and nobody is told how to feel.

const notBefore = "(?<!\\b(?:no|not|cannot|can't|never|nothing is) (?:be )?)";
const noAntes = "(?<!\\b(?:no|nunca|ni) (?:se )?(?:puede |podemos |pueden )?)";

/** "We cannot guarantee" and "not completely safe" say the opposite, honestly. */
export const guaranteePatterns: Patterns = {
  en: [
    new RegExp(`${notBefore}\\bguarante(?:e|es|ed|eing)\\b`),
    new RegExp(`${notBefore}\\b(?:100|completely|totally|absolutely|perfectly) safe\\b`),
  ],
  es: [
    new RegExp(`${noAntes}\\bgarantiza(?:mos|n|do|da|r)?\\b`),
    /(?<!\bno (?:es|son|esta|estan) )\b(?:100|totalmente|completamente|absolutamente) segur[oa]s?\b/,
  ],
};

export const calmingPatterns: Patterns = {
  en: [/\bno (?:cause|reason|need) (?:for|to) (?:panic|alarm|worry)\b/, /\beverything is under control\b/],
  es: [/\bno hay (?:motivo|razon) (?:de|para) (?:panico|alarma|alarmarse|preocuparse)\b/, /\btodo esta bajo control\b/],
};
