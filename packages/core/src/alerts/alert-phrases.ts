import type { AlertResponseType } from "../models/alert.ts";

/** The fixed words of an alert in one language. */
export interface AlertPhrases {
  readonly healthAlert: string;
  readonly healthAdvisory: string;
  readonly healthNotice: string;
  readonly alert: string;
  readonly advisory: string;
  readonly notice: string;
  readonly update: string;
  readonly cancelled: string;
  readonly allClear: string;
  readonly correction: string;
  /** What stood there before, and what holds: both are said in a correction. */
  readonly wrong: string;
  readonly right: string;
  /** What an exercise is called in this language: it follows the word EXERCISE, which is the same everywhere. */
  readonly exercise: string;
  /** Begins the post that says that an alert has ended by its own time. */
  readonly ended: string;
  /** Stand under an old post, before the time and the address of the new one. */
  readonly updatedSee: string;
  readonly correctedSee: string;
  readonly cancelledSee: string;
  readonly allClearSee: string;
  readonly where: string;
  readonly action: string;
  readonly until: string;
  readonly untilFurtherNotice: string;
  readonly source: string;
  /** Follows the first of several places: `Riverton and 3 more`. */
  readonly andMore: (count: number) => string;
  /** Said when the alert has no instruction of its own; what is missing here cannot be derived. */
  readonly actions: Partial<Record<AlertResponseType, string>>;
}

const english: AlertPhrases = {
  healthAlert: "HEALTH ALERT",
  healthAdvisory: "HEALTH ADVISORY",
  healthNotice: "HEALTH NOTICE",
  alert: "ALERT",
  advisory: "ADVISORY",
  notice: "NOTICE",
  update: "UPDATE",
  cancelled: "CANCELLED",
  allClear: "ALL CLEAR",
  correction: "CORRECTION",
  wrong: "What we said",
  right: "What is right",
  exercise: "drill",
  ended: "ALERT ENDED",
  updatedSee: "This alert has been updated. See our newer post",
  correctedSee: "This alert has been corrected. See our newer post",
  cancelledSee: "This alert has been cancelled. See our newer post",
  allClearSee: "This alert is over. See our newer post",
  where: "Where",
  action: "Do this",
  until: "Until",
  untilFurtherNotice: "further notice",
  source: "From",
  andMore: (count) => `and ${count} more`,
  actions: {
    Shelter: "Stay inside.",
    Evacuate: "Leave the area now.",
    Prepare: "Get ready to act.",
    Avoid: "Keep away from the area.",
    Monitor: "Follow official updates.",
    AllClear: "You can return to normal.",
    None: "You need not do anything.",
  },
};

const spanish: AlertPhrases = {
  healthAlert: "ALERTA SANITARIA",
  healthAdvisory: "AVISO SANITARIO",
  healthNotice: "INFORMACIÓN SANITARIA",
  alert: "ALERTA",
  advisory: "AVISO",
  notice: "INFORMACIÓN",
  update: "ACTUALIZACIÓN",
  cancelled: "CANCELADO",
  allClear: "FIN DE LA ALERTA",
  correction: "CORRECCIÓN",
  wrong: "Lo que dijimos",
  right: "Lo correcto",
  exercise: "simulacro",
  ended: "ALERTA TERMINADA",
  updatedSee: "Esta alerta se ha actualizado. Vea nuestra publicación más reciente",
  correctedSee: "Esta alerta se ha corregido. Vea nuestra publicación más reciente",
  cancelledSee: "Esta alerta se ha cancelado. Vea nuestra publicación más reciente",
  allClearSee: "Esta alerta ha terminado. Vea nuestra publicación más reciente",
  where: "Dónde",
  action: "Qué hacer",
  until: "Hasta",
  untilFurtherNotice: "nuevo aviso",
  source: "De",
  andMore: (count) => `y ${count} más`,
  actions: {
    Shelter: "Quédese en un lugar cerrado.",
    Evacuate: "Salga de la zona ahora.",
    Prepare: "Prepárese para actuar.",
    Avoid: "Manténgase lejos de la zona.",
    Monitor: "Siga la información oficial.",
    AllClear: "Puede volver a la normalidad.",
    None: "No tiene que hacer nada.",
  },
};

const builtIn: Readonly<Record<string, AlertPhrases>> = { en: english, es: spanish };

/** The phrases for a language tag, the caller's own first; `undefined` where nobody wrote any. */
export function findPhrases(
  language: string,
  own: Readonly<Record<string, AlertPhrases>> = {},
): AlertPhrases | undefined {
  const primary = language.toLowerCase().split("-")[0] ?? "";
  return own[language] ?? own[primary] ?? builtIn[primary];
}
