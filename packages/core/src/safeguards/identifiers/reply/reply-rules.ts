import type { FindingLevel } from "../../safeguard.ts";

/** Phrases with which a public reply says that somebody is, or is not, a patient. */
export interface ReplyRule {
  readonly rule: string;
  readonly level: FindingLevel;
  /** Parts of patterns over lower-case words without accents; a space stands for any white space and commas. */
  readonly en: readonly string[];
  readonly es: readonly string[];
}

const care =
  "visit|visits|appointment|stay|surgery|operation|procedure|test|tests|result|results|treatment|doctor|nurse|surgeon|chart|record|records|file|bill|claim|medication|medicine|prescription|diagnosis|discharge|admission|scan|x-ray|condition|symptoms|case";
const careEs =
  "visita|cita|estancia|cirugia|operacion|intervencion|prueba|pruebas|resultado|resultados|tratamiento|medico|medica|enfermera|cirujano|historia|historial|expediente|factura|reclamacion|medicacion|medicina|receta|diagnostico|alta|ingreso|radiografia|sintomas|caso";
const relative =
  "mother|father|mom|mum|dad|wife|husband|son|daughter|child|baby|brother|sister|grandmother|grandfather|partner|relative";
const relativeEs = "madre|padre|esposa|esposo|marido|hijo|hija|bebe|hermano|hermana|abuela|abuelo|pareja|familiar";

export const replyRules: readonly ReplyRule[] = [
  {
    rule: "your-care",
    level: "block",
    // `Ask your doctor` is advice to everybody.
    en: [`(?<!\\b(?:ask|see|tell|call|contact|consult|to|with) )your (?:[a-z]{1,20} )?(?:${care})`],
    es: [`(?<!\\b(?:consulte|pregunte|llame|hable|con|a|al) )(?:su|sus|tu|tus) (?:${careEs})`],
  },
  {
    rule: "when-you",
    level: "block",
    en: ["(?:when|while|since|after|before) you (?:came|were|visited|stayed|arrived|left|had|called|saw)"],
    es: [
      "(?:cuando|mientras|desde que) (?:usted )?(?:vino|viniste|estuvo|estuviste|ingreso|visito|llego|llamo|nos visito)",
    ],
  },
  {
    rule: "as-patient",
    level: "block",
    en: [
      "as (?:our|a) (?:valued )?(?:patient|visitor)",
      "(?:you|he|she|they) (?:are|is|were|was) (?:not |never )?(?:our|a) patient",
    ],
    es: ["como (?:nuestr[oa]|un|una) paciente", "(?:es|era|fue|no es|no fue) (?:nuestr[oa]|un|una)? ?paciente"],
  },
  {
    rule: "we-treated",
    level: "block",
    en: [
      "we (?:have )?(?:treated|saw|seen|examined|admitted|discharged|operated on|cared for|looked after) (?:you|your|him|her|them)",
      "(?:caring|care) for (?:you|him|her|them)",
    ],
    es: ["(?:le|la|lo|te|los|las) (?:atendimos|hemos atendido|tratamos|operamos|examinamos|ingresamos|dimos de alta)"],
  },
  {
    rule: "records",
    level: "block",
    en: [
      "according to (?:your|our|the) (?:records?|files?|chart|notes|system)",
      "(?:checked|reviewed|looked (?:at|into|up)|pulled|read|opened) (?:your|our|the|his|her) (?:records?|files?|chart|notes|system)",
      "(?:our|your|the) (?:records?|files?|notes|chart) (?:show|shows|say|says|indicate|indicates|confirm|confirms)",
      "(?:have|find|found|see|is) (?:no|any) (?:record|trace|file) of (?:you|your|him|her|them|a|any|this)",
      "(?:found|find|see) you in (?:our|the) (?:system|records|files)",
      "(?:have )?checked your",
    ],
    es: [
      "segun (?:su|sus|nuestros?|nuestras?|el|los) (?:historial|historia|registros?|expediente|archivos?|sistema)",
      "(?:revisado|revisamos|consultado|consultamos|comprobado|comprobamos|mirado) (?:su|sus|nuestros?|el|los) (?:historial|historia|registros?|expediente|archivos?|datos)",
      "(?:no tenemos|no hay|no encontramos) (?:ningun |ninguna )?(?:registro|constancia|expediente)|no consta",
      "(?:le|lo|la|te) (?:hemos encontrado|encontramos) en (?:nuestro|el) (?:sistema|registro)",
    ],
  },
  {
    rule: "waited",
    level: "block",
    en: [
      "sorry (?:that |if |for |about )?(?:how long |the time )?(?:you|your [a-z]{1,20}) (?:waited|had to wait|have to wait|were kept waiting|kept waiting)",
    ],
    es: [
      "(?:lamentamos|sentimos|disculpe) que (?:usted )?(?:haya tenido que esperar|tuviera que esperar|haya esperado|esperara)",
    ],
  },
  {
    rule: "wish",
    level: "block",
    en: [
      "hope (?:that )?(?:you|your [a-z]{1,20}|he|she) (?:feel|feels|get|gets|recover|recovers|heal|heals|are feeling|is feeling|are recovering|is recovering|are better|is better)",
      "(?:speedy|quick|full|fast) recovery",
      "(?:get|feel) (?:well|better) soon",
    ],
    es: [
      "(?:esperamos|espero) que (?:se|te|usted se) (?:recupere|recuperes|mejore|mejores|sienta|sientas)",
      "que (?:se|te) mejor(?:e|es)",
      "pronta recuperacion",
    ],
  },
  {
    rule: "discloses-care",
    level: "block",
    en: [
      "you (?:have )?(?:refused|declined|missed|cancelled|canceled|skipped|received|took|were given|were offered|were seen|were told|were admitted|were discharged|were treated|were tested|did not take|didn't take|did not follow|didn't follow|signed|agreed to)",
      `your (?:${relative}) (?:was|is|were|had|has|received|refused|did)`,
    ],
    es: [
      "(?:usted|tu) (?:rechazo|rechazaste|se nego|no tomo|cancelo|falto|recibio|firmo|fue atendid[oa]|fue ingresad[oa]|no siguio)",
      `(?:su|tu) (?:${relativeEs}) (?:fue|es|era|estuvo|tenia|tiene|recibio|rechazo)`,
    ],
  },
  {
    rule: "date",
    level: "block",
    en: [
      "(?:last|this past) (?:week|month|year|night|weekend|monday|tuesday|wednesday|thursday|friday|saturday|sunday|spring|summer|autumn|fall|winter)",
      "yesterday|earlier today|this morning|the other day",
      "in (?:january|february|april|june|july|august|september|october|november|december)",
    ],
    es: [
      "(?:la semana|el mes|el ano|el lunes|el martes|el miercoles|el jueves|el viernes|el sabado|el domingo) pasad[oa]",
      "ayer|anoche|esta manana",
    ],
  },
  {
    rule: "argues",
    level: "warn",
    en: [
      "(?:that|this|it) (?:is|was|'s)? ?(?:not|n't) (?:true|what happened|correct|accurate)",
      "that's not (?:true|what happened|correct|accurate)",
      "never happened",
    ],
    es: ["(?:eso|esto) no (?:es|fue) (?:cierto|verdad|lo que paso|lo que ocurrio|asi)", "eso no (?:paso|ocurrio)"],
  },
  {
    rule: "implies-care",
    level: "warn",
    en: [
      "(?:choosing|chose|trusting|trusted) (?:us|our)",
      "(?:sorry|apologi[sz]e|regret) (?:about|for|that|to hear about)? ?(?:your|the) (?:bad |poor |negative )?(?:experience|wait)",
      "happy birthday",
      "congratulations (?:on|for) (?:the|your|a)",
      "(?:welcome|come) back",
    ],
    es: [
      "gracias por (?:elegirnos|escogernos|confiar en nosotros|su confianza)",
      "(?:lamentamos|sentimos) su (?:mala )?experiencia",
      "feliz cumpleanos",
      "(?:felicidades|enhorabuena) por",
    ],
  },
];
