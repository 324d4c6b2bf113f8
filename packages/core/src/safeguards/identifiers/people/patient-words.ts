const list = (...lines: readonly string[]): ReadonlySet<string> => new Set(lines.flatMap((line) => line.split(" ")));

/** Words for one patient. */
export const patientWords = list("patient patientin paciente patiente paziente");

/** In front of the word for a patient, perhaps with an age or another word between: one patient of ours. */
export const ourWords = list(
  "our my this that nuestro nuestra mi este esta unser unsere unserer unserem unseren notre cette nossa nosso nostro nostra",
);

/** In front of it: some patient, or whoever is one. */
export const anyWords = list(
  "every each any no per new in one another be being am are is very so more stay remain get",
  "cada todo toda ningun ninguna ser sea jeder jede jeden kein keine chaque tout toute",
);

/** Behind it: something for patients, and nobody. */
export const compoundWords = list(
  "portal portals safety experience care rights services service advocate advocates advocacy education information info",
  "family families advisory council center centre financial assistance guide handbook relations parking registration",
  "resources resource support satisfaction survey surveys stories story group groups team teams engagement feedback room",
  "rooms tower transport transfer transfers monitoring data privacy representative representatives coordinator",
  "navigator navigators navigation liaison line hotline unit beds flow outcomes participation protection choice voice",
  "visit visits visitor visitors visiting hours app apps hub online access entrance areas area lounge population",
  "populations volume volumes numbers records forms billing leaflet leaflets materials organisations organizations",
);

/** What a film or picture shows when it is of a patient. */
export const pictureWords = list(
  "photo photograph picture image portrait video film footage selfie recording foto imagen retrato grabacion bild aufnahme",
  "photographie",
);

/** What consent is called; who claims it has to show the record. */
export const consentWords = list(
  "permission consent permiso consentimiento autorizacion einwilligung erlaubnis consentement accord consenso",
);

/** Parts of a person by which machines know him. */
export const biometricWords = list(
  "voice fingerprint fingerprints voiceprint retina iris faceprint palmprint huella huellas voz stimme fingerabdruck voix",
);
