/** Names of months and how they are shortened, lower case, without accents. */
const months = {
  en: "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec",
  es: "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre ene abr ago dic",
  de: "januar februar marz maerz mai juni juli oktober dezember janner jan feb mrz okt dez",
  fr: "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
  pt: "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
  it: "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
} as const;

export const monthNames: ReadonlySet<string> = new Set(Object.values(months).flatMap((line) => line.split(" ")));
