import type { FindingLevel } from "../../safeguards/safeguard.ts";
import { calmingPatterns, guaranteePatterns } from "../../wording/promises.ts";
import type { Patterns, WordRule } from "../../wording/word-rule.ts";

/** A rule of words with what its breach means. */
export interface AlertWordRule extends WordRule {
  readonly level: FindingLevel;
}

const guarantee: AlertWordRule = {
  rule: "guarantee",
  level: "block",
  message: "promises what nobody can know. Say what is known, and what is not known yet.",
  patterns: guaranteePatterns,
};

const calming: AlertWordRule = {
  rule: "calming",
  level: "warn",
  message: "tells people how to feel. Say what is known and what they can do.",
  patterns: {
    en: [
      ...(calmingPatterns["en"] ?? []),
      /\b(?:do not|don't|dont) (?:panic|worry|be (?:alarmed|afraid|scared))\b|\b(?:stay|remain|keep) calm\b/,
      /\bwe (?:know|understand) (?:exactly )?how you feel\b|\bnothing to worry about\b/,
    ],
    es: [
      ...(calmingPatterns["es"] ?? []),
      /\bno (?:se preocupen?|se alarmen?|entren? en panico|tengan? miedo)\b|\bmant(?:enga|engan)(?:se)? la calma\b/,
      /\b(?:sabemos|entendemos) (?:exactamente )?como se siente\b|\bno hay nada (?:de|por) que preocuparse\b/,
    ],
  },
};

/** Used on its own, not as advice to move, and not for what a laboratory does. */
const practice: AlertWordRule = {
  rule: "practice-words",
  level: "warn",
  message:
    "speaks of a test, a drill or an exercise, and its status is Actual. Make sure that it is not a practice alert.",
  patterns: {
    en: [
      /\bdrills?\b|\bexercise (?!caution|outdoors?|outside|less|more|indoors?)|\bexercise$/,
      /\btest (?:message|alert|only|of)\b|\b(?:is|only|just) (?:a|an) (?:\S+ )?(?:test|exercise)\b|^(?:this is )?(?:an? )?test\b(?! (?:your|the|it|for|results?)\b)/,
    ],
    es: [
      /\bsimulacros?\b|\bensayo\b|\bejercicio (?:de|del) (?:emergencia|alerta|simulacion)\b|^ejercicio\b/,
      /\b(?:mensaje|alerta|aviso) de prueba\b|\b(?:es|solo) una prueba\b|\b(?:es|solo) un ejercicio\b|^prueba\b/,
    ],
  },
};

const notADrill: AlertWordRule = {
  rule: "not-a-drill",
  level: "block",
  message: "says that this is real, and it is practice. Take it out: in Hawaii in 2018 such words made people flee.",
  patterns: {
    en: [
      /\b(?:not|isn't) (?:just |only |merely )?(?:an? )?(?:training )?(?:drill|exercise|test)\b|\bno (?:drill|exercise)\b/,
    ],
    es: [/\bno (?:es|se trata de) (?:solo )?(?:un |una |ningun |ninguna )?(?:simulacro|ejercicio|ensayo|prueba)\b/],
  },
};

export const alwaysRules: readonly AlertWordRule[] = [guarantee, calming];
export const actualRules: readonly AlertWordRule[] = [practice];
export const practiceRules: readonly AlertWordRule[] = [notADrill];

/** Somebody says that it is so; who does stands behind it in some sentences. */
export const confirmedPatterns: Patterns = {
  en: [/(?<!\b(?:not|not yet|un|be|been|to|yet|is not|are not) )\bconfirm(?:ed|s)\b(?! (?:by|that by)\b)/],
  es: [/(?<!\b(?:no|sin|aun no|no ha sido|no estan?) )\bconfirmad[oa]s?\b(?! por\b)/],
};

export const promisePatterns: Patterns = {
  en: [
    /\bnext update\b|\bwe will (?:\S+ ){0,3}?(?:updates?|update you|more information|more details)\b/,
    /\b(?:more|further) (?:information|details|news) (?:\S+ ){0,2}?(?:soon|later|shortly|follows?|to follow)\b/,
  ],
  es: [
    /\b(?:proxima|siguiente) actualizacion\b|\b(?:informaremos|actualizaremos|publicaremos|daremos)\b/,
    /\bmas (?:informacion|detalles|noticias) (?:\S+ ){0,2}?(?:pronto|despues|mas tarde|en breve)\b/,
  ],
};

export const empathyPatterns: Patterns = {
  en: [
    /\b(?:worr(?:y|ying|ied|isome)|difficult|hard|concerned|concerning|upsetting|frightening|stressful|frustrating|scary)\b/,
    /\b(?:sorry|our thoughts|our hearts|we share your|we care|sympath(?:y|ies)|condolences)\b/,
  ],
  es: [
    /\b(?:preocupa(?:nte|cion|dos|das|n)?|dificil(?:es)?|dur[oa]|molest(?:o|a|ia|ias)|inquieta(?:nte)?|miedo)\b/,
    /\b(?:lamentamos|lo sentimos|sentimos mucho|nuestro pesame|nuestros pensamientos|compartimos su)\b/,
  ],
};

export const noActionPatterns: Patterns = {
  en: [
    /\bno action (?:is |by the public is )?(?:needed|required|necessary)\b|\b(?:you )?(?:do not|don't|need not) (?:need to |have to )?do anything\b/,
    /\bnothing (?:you need|you have|is required|needs) (?:to do|to be done)\b/,
  ],
  es: [
    /\bno (?:es necesario|hace falta|tiene que|tienen que|necesita|necesitan) hacer nada\b|\bno se requiere (?:ninguna )?accion\b/,
  ],
};
