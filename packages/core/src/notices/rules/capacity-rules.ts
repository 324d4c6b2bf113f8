import type { WordRule } from "../../wording/word-rule.ts";

const place = "(?:er|ed|a&e|emergency(?: room| department| ward| unit| care| services)?|casualty|hospital)";
/** A door or a car park of the hospital is not the hospital. */
const itself = "\\b(?!'s| (?:car|parking|lifts?|elevators?|entrance|switchboard|website|phone)| \\S+ entrance)";
const never = "(?:do not|don't|dont|never|must not|mustn't|should not|shouldn't|not to|no need to)";
const lugar = "(?:urgencias|emergencias|hospital)";

/**
 * Nobody is told not to come: whoever arrives at an emergency department is examined, even while ambulances are asked
 * to go elsewhere (United States, 42 CFR 489.24). Not applied where the hospital is closed or being emptied.
 */
export const doNotCome: WordRule = {
  rule: "do-not-come",
  message:
    "tells people not to come, or that they would be sent away. Say what is different, and that emergencies are always seen.",
  patterns: {
    en: [
      new RegExp(`\\b${never} (?:\\S+ ){0,2}?(?:come|attend|show up|turn up)\\b`),
      new RegExp(
        `\\b${never} (?:\\S+ ){0,2}?(?:go|visit|travel|head|use|enter|present) (?:\\S+ ){0,4}?${place}${itself}`,
      ),
      new RegExp(
        `\\b(?:avoid|stay away from|keep away from|stay out of|keep out of|refrain from) (?:\\S+ ){0,4}?${place}${itself}`,
      ),
      /\b(?:stay|keep) away$|\b(?:only come|come only)\b|\bavoid (?:coming|visiting)\b/,
      new RegExp(`\\b${place} (?:(?:is|are|now|currently|temporarily|has|been|remains) ){0,4}(?:closed|shut)\\b`),
      /\b(?:not|no longer|unable to|cannot|can't) (?:\S+ )?(?:accept|tak|see|admit|treat|receiv)(?:e|ing|ting)? (?:\S+ ){0,3}?(?:patients?|walk ins?|people|anyone|anybody)\b/,
      /(?<!not )\bturn(?:ing|ed|s)? (?:\S+ ){0,2}?away\b/,
      /\b(?:go|(?:seek|get|find) (?:\S+ ){0,2}?(?:care|help|attention|treatment)) elsewhere\b/,
      /\b(?:go|drive|travel|use|choose|try|find) (?:to )?(?:another|a different|other) hospitals?\b/,
    ],
    es: [
      /\bno (?:\S+ ){0,2}?(?:veng(?:a|an|as)|acud(?:a|an|as|ir)|venir|se acerquen?|se presenten?)\b/,
      new RegExp(`\\bno (?:vay|visit|us|utilic)(?:an?|as|en?|es) (?:\\S+ ){0,4}?${lugar}\\b`),
      new RegExp(`\\b(?:evit(?:e|en|ar)) (?:\\S+ ){0,4}?(?:venir|acudir|${lugar})\\b`),
      new RegExp(`\\b(?:alejen?se|(?:mantenga|mantengan)se (?:lejos|alejad[oa]s?)) (?:\\S+ ){0,4}?${lugar}\\b`),
      /\b(?:solo veng(?:a|an)|veng(?:a|an) solo)\b/,
      new RegExp(`\\b${lugar} (?:(?:esta|estan|ahora|temporalmente|permanecen?) ){0,4}cerrad[oa]s?\\b`),
      /\b(?:no|ya no) (?:\S+ ){0,2}?(?:acept|atend|atiend|recib|admit)(?:e|en|a|an|emos|amos|imos|er|ar|ir) (?:\S+ ){0,3}?(?:pacientes?|personas?|nadie)\b/,
      /\b(?:vay|acud)(?:a|an) a otros? hospital(?:es)?\b/,
    ],
  },
};

const number =
  "(?:\\d+|one|two|three|four|five|six|seven|eight|nine|ten|un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez)";
const near = "(?:\\S+ ){0,3}?";

/** Counts point at single people, above all in a small place, and are old when they are read. */
const count: WordRule = {
  rule: "count",
  message: "counts beds, patients or staff. Publish bands: available, few, none.",
  patterns: {
    en: [
      new RegExp(
        `\\b${number} ${near}(?:beds?|patients?|casualties|victims|deaths?|nurses?|doctors?|physicians?|surgeons?|staff)\\b`,
      ),
    ],
    es: [
      new RegExp(
        `\\b${number} ${near}(?:camas?|pacientes?|victimas?|muertos?|fallecidos?|enfermer[oa]s?|medic[oa]s?|cirujan[oa]s?)\\b`,
      ),
    ],
  },
};

/** EDXL-HAVE has words for these because agencies exchange them; the public gets none. */
const internal: WordRule = {
  rule: "internal-fact",
  message: "tells what stays between agencies: triage, morgue, decontamination, or the reason of a lockdown.",
  patterns: {
    en: [
      /\b(?:morgue|mortuary|decontamination|bomb|gunman|shooter|hostages?|vip)\b/,
      /\b(?:black tags?|triage (?:red|yellow|green|black|level|counts?|categor(?:y|ies)))\b/,
    ],
    es: [
      /\b(?:morgue|deposito de cadaveres|descontaminacion|bomba|tirador(?:es)?|rehen(?:es)?)\b/,
      /\btriaje (?:rojo|amarillo|verde|negro|nivel)\b/,
    ],
  },
};

export const capacityRules: readonly WordRule[] = [count, internal];
