// Lower case, without accents. Words of English first, then Spanish, then other languages.

const list = (...lines: readonly string[]): ReadonlySet<string> => new Set(lines.flatMap((line) => line.split(" ")));

/** One person: what is said beside such a word is said about somebody. */
export const personWords = list(
  "patient man woman lady gentleman mother father mom mum dad grandmother grandfather grandma grandpa granny resident",
  "veteran survivor neighbour neighbor male female person victim widow widower aunt uncle husband wife brother sister",
  "son daughter boy girl baby infant teen teenager he she his her him hers mr mrs ms miss dr",
  "paciente mujer hombre senora senor abuela abuelo madre padre vecina vecino anciana anciano residente hijo hija",
  "esposa esposo marido nino nina bebe joven ella sra sr don dona mi su",
  "patientin frau mann herr oma opa mutter vater bewohnerin bewohner seniorin senior sohn tochter kind er ihr ihre sein",
  "femme homme patiente dame mere pere fille fils monsieur madame il elle sa son",
  "mulher homem senhora senhor mae pai filho filha ele ela donna uomo signora signore paziente figlio figlia",
);

/** Whose: an operation, a birthday or a death is told of one person. */
export const ownerWords = list(
  "his her my mom mum dad mother father wife husband son daughter brother sister s patient he she underwent had",
  "su mi paciente madre padre hijo hija tuvo le",
  "sein seine seiner ihr ihre ihrer mein meine meiner hatte sa son ma mon seu sua meu minha suo sua mio mia",
);

/** Many people, or anybody: what is said beside such a word is a figure or a rule for all. */
export const groupWords = list(
  "patients people persons adults children kids babies newborns infants men women residents seniors cases residents",
  "anyone anybody everyone everybody those individuals participants visitors volunteers victims others all if you",
  "animals dogs cats students members donors employees workers nurses doctors total average median half percent",
  "pacientes personas ninos ninas mujeres hombres mayores adultos casos quienes todos todas nacidos nacidas",
  "patienten personen menschen kinder frauen manner erwachsene senioren falle alle wer",
  "personnes enfants femmes hommes adultes tous pessoas criancas mulheres homens todos persone bambini donne uomini tutti",
);

/** Things that are founded, turn a hundred or flow: `a 100-year-old building`, `wastewater was discharged`. */
export const thingWords = list(
  "hospital clinic building house home center centre church bridge tradition institution foundation organisation",
  "organization charity company record tree wing ward school museum city town village society association university",
  "program programme event idea service practice pharmacy network agency department team oak painting book machine",
  "water wastewater sewage waste oil effluent chemicals river tank pipe",
  "edificio clinica centro fundacion institucion empresa ciudad asociacion tradicion servicio agua aguas",
  "jubilaum bestehen gebaude tradition klinik krankenhaus haus verein wasser abwasser",
  "batiment hopital clinique centre maison eau eaux predio ospedale edificio",
);
