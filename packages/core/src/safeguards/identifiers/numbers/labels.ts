import type { FindingLevel } from "../../safeguard.ts";
import type { IdentifierKind } from "../identifier-kind.ts";

/** Words that stand in front of a number that has no shape of its own. */
export interface Label {
  readonly rule: string;
  readonly kind: IdentifierKind;
  /** Lower case, without accents. Words like `no.`, `number`, `#` and `is` may follow and are not written here. */
  readonly en: readonly string[];
  readonly es: readonly string[];
  readonly more: readonly string[];
  /** Words that mean too much alone: one like `no.`, `number` or `#` has to follow. */
  readonly everyday: readonly string[];
  /** The fewest digits of a number that is told at all. */
  readonly warnFrom: number;
  /** The fewest digits at which the rule is sure. */
  readonly sureFrom: number;
  readonly most?: FindingLevel;
}

export const labels: readonly Label[] = [
  {
    rule: "medical-record.number",
    kind: "medical-record",
    en: ["mrn", "medical record", "medical record id", "urn", "health record", "emr id"],
    es: [
      ...["nhc", "historia clinica", "historia medica", "expediente clinico", "expediente medico"],
      ...["numero de historia", "n de historia", "num de historia", "nro de historia"],
    ],
    more: ["krankenakte", "dossier medical", "prontuario", "cartella clinica", "numero de dossier", "dossier patient"],
    everyday: ["ur", "nhi"],
    warnFrom: 2,
    sureFrom: 4,
  },
  {
    rule: "medical-record.patient",
    kind: "medical-record",
    en: ["patient id", "patient identifier", "pt id", "patient code", "admission id", "encounter id"],
    es: ["id de paciente", "id del paciente", "codigo de paciente"],
    more: ["patienten id", "patientennummer", "patientenkennung", "fallnummer", "id patient", "id do paciente"],
    everyday: [],
    warnFrom: 1,
    sureFrom: 4,
  },
  {
    rule: "medical-record.chart",
    kind: "medical-record",
    en: ["unit record"],
    es: ["numero de paciente"],
    more: ["aufnahmenummer"],
    everyday: ["chart", "hospital", "hosp", "patient", "chi", "admission", "expediente", "ingreso", "dossier"],
    warnFrom: 4,
    sureFrom: 5,
  },
  {
    rule: "health-plan.member",
    kind: "health-plan",
    en: [
      ...["member id", "subscriber id", "beneficiary id", "insurance id", "medicare id", "medicaid id", "enrollee id"],
      ...["plan id", "health card id"],
    ],
    es: ["numero de afiliado", "numero de afiliada", "numero de asegurado", "n de afiliado", "id de miembro"],
    more: ["versichertennummer", "krankenversichertennummer", "numero d assure"],
    everyday: [
      ...["member", "subscriber", "beneficiary", "medicaid", "medicare", "health insurance", "health card"],
      ...["afiliado", "afiliada", "asegurado", "asegurada", "tarjeta sanitaria"],
      ...["krankenkasse", "carte vitale", "carteirinha", "tessera sanitaria"],
    ],
    warnFrom: 4,
    sureFrom: 6,
  },
  {
    rule: "account.number",
    kind: "account",
    en: ["account", "acct", "bank account", "patient account"],
    es: ["cuenta", "cuenta bancaria"],
    more: ["konto", "kontonummer", "compte", "conta", "conto", "rekening"],
    everyday: ["a c"],
    warnFrom: 5,
    sureFrom: 5,
    most: "warn",
  },
  {
    rule: "licence.number",
    kind: "licence",
    en: [
      ...["license", "licence", "medical license", "drivers license", "driver s license", "driver s licence"],
      ...["driving licence", "passport"],
    ],
    es: ["licencia", "licencia de conducir", "cedula profesional", "pasaporte"],
    more: ["fuhrerschein", "reisepass", "passeport", "permis de conduire", "passaporte"],
    everyday: ["certificate", "certificado", "approbation"],
    warnFrom: 5,
    sureFrom: 5,
    most: "warn",
  },
  {
    rule: "vehicle.plate",
    kind: "vehicle",
    en: ["plate", "license plate", "licence plate", "number plate", "registration plate", "vehicle registration"],
    es: ["matricula", "numero de bastidor"],
    more: ["kennzeichen", "immatriculation", "targa"],
    everyday: ["placa", "placas"],
    warnFrom: 3,
    sureFrom: 3,
    most: "warn",
  },
  {
    rule: "device.serial",
    kind: "device",
    en: ["serial", "serial sn", "sn", "s n", "device id", "implant id"],
    es: ["numero de serie"],
    more: ["seriennummer", "matricola"],
    everyday: ["serie"],
    warnFrom: 4,
    sureFrom: 4,
    most: "warn",
  },
];

/** Words between a label and its number that say that a number follows. */
export const namingWords: ReadonlySet<string> = new Set([
  ...["no", "nr", "num", "number", "n", "code", "id"],
  ...["numero", "nummer"],
]);

/** All words that may stand between a label and its number. */
export const fillers: ReadonlySet<string> = new Set([
  ...namingWords,
  ...["is", "was", "the", "es", "era", "el", "la", "de", "del", "ist", "lautet", "est", "e"],
]);
