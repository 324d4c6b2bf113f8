/**
 * Words that say what a number beside them is: up to six words before it and four behind it, in lower case and
 * without accents. Other languages than English and Spanish stand under `more`.
 */
export const contexts = {
  ssn: {
    en: ["ssn", "social security", "soc sec", "social sec"],
    es: ["seguro social", "seguridad social", "nss"],
    more: ["sozialversicherungsnummer", "securite sociale", "previdencia social", "inss"],
  },
  taxpayer: {
    en: ["itin", "tax id", "taxpayer", "tax number"],
    es: ["identificacion fiscal", "id fiscal"],
    more: ["steuernummer", "numero fiscal"],
  },
  socialInsurance: {
    en: ["sin", "social insurance"],
    es: ["seguro social"],
    more: ["nas", "assurance sociale"],
  },
  nationalInsurance: {
    en: ["nino", "ni no", "ni number", "national insurance"],
    es: ["seguro nacional"],
    more: [],
  },
  nhs: {
    en: ["nhs", "nhs no", "health number", "health service number"],
    es: ["numero sanitario"],
    more: [],
  },
  medicareAustralia: {
    en: ["medicare", "medicare card", "medicare no"],
    es: [],
    more: [],
  },
  medicare: {
    en: ["mbi", "medicare", "beneficiary"],
    es: ["medicare", "beneficiario", "beneficiaria"],
    more: [],
  },
  germanInsurance: {
    en: ["kvnr", "health insurance"],
    es: [],
    more: ["versichertennummer", "krankenkasse", "krankenversichertennummer", "versicherten nr"],
  },
  card: {
    en: ["card", "visa", "mastercard", "amex", "discover", "debit", "credit", "charged", "cvv", "cvc"],
    es: ["tarjeta", "credito", "debito"],
    more: ["kreditkarte", "carte", "cartao", "carta"],
  },
  routing: { en: ["routing", "aba", "rtn"], es: ["ruta"], more: [] },
  npi: { en: ["npi", "provider identifier", "provider id"], es: ["identificador de proveedor"], more: [] },
  dea: { en: ["dea"], es: ["dea"], more: [] },
  passport: {
    en: ["passport"],
    es: ["pasaporte"],
    more: ["reisepass", "passeport", "passaporte"],
  },
  drivingLicence: {
    en: ["driving licence", "driving license", "driver licence", "drivers license", "driver license", "licence"],
    es: ["licencia de conducir", "permiso de conducir"],
    more: ["fuhrerschein", "permis"],
  },
  vehicle: {
    en: ["vin", "plate", "plates", "registration", "vehicle", "car", "reg"],
    es: ["matricula", "placa", "vehiculo", "coche", "bastidor"],
    more: ["kennzeichen", "immatriculation", "targa"],
  },
  aadhaar: { en: ["aadhaar", "aadhar", "uidai"], es: [], more: [] },
  spanishIdentity: {
    en: ["dni", "nie", "nif"],
    es: ["dni", "nie", "nif", "documento", "identidad", "cif"],
    more: [],
  },
  italianTax: { en: [], es: [], more: ["codice fiscale", "cod fiscale", "cf"] },
  address: {
    en: ["address", "postcode", "post code", "postal", "zip", "lives", "lived", "resides", "located", "visit", "find"],
    es: ["direccion", "codigo postal", "cp", "domicilio", "vive"],
    more: ["plz", "adresse", "code postal", "cep", "cap"],
  },
  phone: {
    en: [
      "call",
      "phone",
      "tel",
      "telephone",
      "ring",
      "dial",
      "text",
      "sms",
      "mobile",
      "cell",
      "whatsapp",
      "hotline",
      "helpline",
      "reach",
      "desk",
    ],
    es: ["llame", "llamar", "llama", "llamenos", "telefono", "tel", "movil", "celular", "marque", "whatsapp", "fono"],
    more: ["telefon", "rufen", "anrufen", "handy", "appelez", "telephone", "ligue", "telefone", "chiamate", "telefono"],
  },
  fax: { en: ["fax", "faxed", "telefax"], es: ["fax"], more: ["telefax", "telecopie"] },
} as const satisfies Readonly<Record<string, ContextWords>>;

interface ContextWords {
  readonly en: readonly string[];
  readonly es: readonly string[];
  readonly more: readonly string[];
}

export type ContextName = keyof typeof contexts;

/** Words that say that a number is no person's: it counts, names a thing, or is an example of something else. */
export const lowering: ContextWords = {
  en: [
    "order",
    "tracking",
    "invoice",
    "isbn",
    "issn",
    "doi",
    "pmid",
    "grant",
    "bid",
    "lot",
    "lots",
    "batch",
    "model",
    "article",
    "ticket",
    "shipment",
    "barcode",
    "sku",
    "catalogue",
    "catalog",
  ],
  es: ["pedido", "factura", "seguimiento", "lote", "modelo", "articulo", "referencia"],
  more: ["bestellung", "rechnung", "charge", "modell", "commande", "facture", "lot", "pedido", "fattura"],
};
