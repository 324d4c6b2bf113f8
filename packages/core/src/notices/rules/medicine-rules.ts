import type { WordRule } from "../../wording/word-rule.ts";

/** 21 CFR 7.49: nothing that promotes or distracts. */
const promotion: WordRule = {
  rule: "promotion",
  message: "promotes something. A medicine notice holds no offers.",
  patterns: {
    en: [/\b(?:discount(?:s|ed)?|special (?:offer|price)|free shipping|(?:buy|order) now|coupons?|promo code)\b/],
    es: [/\b(?:descuentos?|ofertas?|envio gratis|compre (?:ahora|ya)|cupon(?:es)?|promocion(?:es)?)\b/],
  },
};

const softened: WordRule = {
  rule: "softened",
  message: "calls it voluntary. Who decided is in the source; the word only makes the danger sound small.",
  patterns: { en: [/\bvoluntar(?:y|ily)\b/], es: [/\bvoluntari(?:[oa]s?|amente)\b/] },
};

const few = "(?:[1-3]|one|two|three|una?|dos|tres)";
/** In a proportion, one in three people, nobody is counted. */
const near = "(?:(?!(?:in|of|out|de|cada) )\\S+ ){0,2}?";

const smallCount: WordRule = {
  rule: "small-count",
  message: "counts fewer than four people. So few can be recognised: leave the number out.",
  patterns: {
    en: [
      new RegExp(
        `\\b(?<!(?:in|of) )${few} ${near}(?:patients?|people|persons?|cases?|deaths?|child(?:ren)?|babies|women|men)\\b`,
      ),
    ],
    es: [
      new RegExp(
        `\\b(?<!(?:de|cada) )${few} ${near}(?:pacientes?|personas?|casos?|muertes?|nin[oa]s?|bebes?|mujer(?:es)?|hombres?)\\b`,
      ),
    ],
  },
};

const single = "(?:\\d+|half|one|two|three|four|media?|una?|dos|tres|cuatro)";

/** How much one person takes is between that person and who prescribed it. */
const doseAdvice: WordRule = {
  rule: "dose-advice",
  message: "tells people how much to take. A notice never does: send them to who prescribed it.",
  patterns: {
    en: [
      new RegExp(
        `\\b(?:take|use|inject|swallow|give|inhale) (?:\\S+ )?${single} (?:\\S+ ){0,2}?(?:tablets?|capsules?|pills?|puffs?|drops?|doses?|units?|ml|mg|mcg|spoons?)\\b`,
      ),
    ],
    es: [
      new RegExp(
        `\\b(?:tomen?|usen?|utilicen?|inyecten?|inyectese|inhalen?) (?:\\S+ )?${single} (?:\\S+ ){0,2}?(?:comprimidos?|tabletas?|capsulas?|pastillas?|gotas?|dosis|unidades|ml|mg|mcg|cucharadas?)\\b`,
      ),
    ],
  },
};

export const medicineRules: readonly WordRule[] = [promotion, softened, smallCount, doseAdvice];

/** What would make people fetch more than they need. */
export const shortageRule: WordRule = {
  rule: "stockpiling",
  message: "speaks of prices or last packs, which makes people fetch more than they need.",
  patterns: {
    en: [
      /\b(?:prices?|cheap(?:er|est)?|expensive|cost(?:s|ly)?|last (?:packs?|boxes|bottles|supplies|stocks?))\b/,
      /\bwhile (?:stocks?|supplies) lasts?\b|\b(?<!not )(?:stock up|stockpile|hoard)\b|\bhurry\b/,
    ],
    es: [
      /\b(?:precios?|barat[oa]s?|car[oa]s?|ultim[oa]s (?:cajas|envases|unidades|existencias))\b/,
      /\bhasta agotar existencias\b|\b(?<!no )(?:acumulen?|acapar(?:e|en)|haga acopio)\b|\bdese prisa\b/,
    ],
  },
};
