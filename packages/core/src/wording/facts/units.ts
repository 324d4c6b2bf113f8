/** Units by the words for them: signs of all languages, words of English and Spanish, without accents. */
const words: Readonly<Record<string, readonly string[]>> = {
  mg: ["mg", "milligrams", "milligram", "miligramos", "miligramo"],
  mcg: ["mcg", "μg", "ug", "micrograms", "microgram", "microgramos", "microgramo"],
  g: ["g", "grams", "gram", "gramos", "gramo"],
  kg: ["kg", "kilograms", "kilogram", "kilos", "kilo", "kilogramos", "kilogramo"],
  ml: ["ml", "milliliters", "milliliter", "millilitres", "millilitre", "mililitros", "mililitro"],
  l: ["l", "liters", "liter", "litres", "litre", "litros", "litro"],
  "%": ["%", "percent", "per cent", "por ciento"],
  mmol: ["mmol"],
  meq: ["meq"],
  iu: ["iu", "ui", "international units", "unidades internacionales"],
  unit: ["units", "unit", "unidades", "unidad"],
  celsius: ["°c"],
  fahrenheit: ["°f"],
  km: ["km", "kilometers", "kilometer", "kilometres", "kilometre", "kilometros", "kilometro"],
  mile: ["miles", "mile", "millas", "milla"],
  metre: ["meters", "meter", "metres", "metre", "metros", "metro"],
  foot: ["feet", "foot", "ft", "pies", "pie"],
  second: ["seconds", "second", "segundos", "segundo"],
  minute: ["minutes", "minute", "mins", "min", "minutos", "minuto"],
  hour: ["hours", "hour", "hrs", "hr", "h", "horas", "hora"],
  day: ["days", "day", "dias", "dia"],
  week: ["weeks", "week", "semanas", "semana"],
  month: ["months", "month", "meses", "mes"],
  year: ["years", "year", "anos", "ano"],
};

const unitOfWord = new Map(Object.entries(words).flatMap(([unit, list]) => list.map((word) => [word, unit] as const)));

export function unitOf(word: string): string | undefined {
  return unitOfWord.get(word);
}
