const list = (...lines: readonly string[]): ReadonlySet<string> => new Set(lines.flatMap((line) => line.split(" ")));

/** What an English street ends with (after USPS Publication 28, appendix C1, the common ones). */
export const streetEndings = list(
  "street st avenue ave road rd boulevard blvd drive dr lane ln court ct place pl square sq terrace ter way parkway pkwy",
  "highway hwy circle cir crescent close alley mews row gardens grove hill trail trl turnpike plaza",
);

/** What a street begins with in other languages: `calle Mayor 12`, `12 rue de la Paix`. */
export const streetBeginnings = list(
  "calle avenida avda av plaza paseo carrera camino carretera rue avenue boulevard chemin impasse allee via viale piazza",
  "corso rua travessa largo",
);

/** Words that stand inside the name of a street in small letters. */
export const streetParticles = list("de la las los el del du des le d of the da do dos della di");

/** What a German street ends with, in one word. */
export const germanEnding = /(?:strasse|str|weg|gasse|platz|allee|ufer|ring|damm)$/;

/** What drives that are no streets are for: `Blood Drive`. */
export const driveWords = list(
  "blood food toy vaccine vaccination flu book clothing coat donation membership fund plasma",
);

export const stateCodes = list(
  "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI",
  "SC SD TN TX UT VT VA WA WV WI WY DC PR GU VI AS MP",
);

/** The last word of each state's name. */
export const stateNames = list(
  "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana",
  "iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska",
  "nevada hampshire jersey mexico york carolina dakota ohio oklahoma oregon pennsylvania tennessee texas utah vermont",
  "virginia washington wisconsin wyoming",
);

/** Words that announce a postcode. */
export const postcodeWords = list("zip zipcode postcode postal plz cp cep cap");

/** Words that say that somebody lives there. */
export const homeWords = list(
  "vive vivia vivio reside domicilio wohnt wohnte wohnhaft habite habitait mora morava abita",
);

/** The same where blood donors save lives: only with a person in front. */
export const livingWords = list("lives lived resides resided living");

/** Areas of three digits with fewer than 20,000 people in the census of 2000, as the guidance of HHS lists them. */
export const smallZipAreas: readonly string[] = [
  ...["036", "059", "063", "102", "203", "556", "692", "790", "821"],
  ...["823", "830", "831", "878", "879", "884", "890", "893"],
];
