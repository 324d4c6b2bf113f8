import { primaryOf } from "../word-rule.ts";
import { makeFact, type Fact } from "./fact.ts";
import { foldFacts } from "./fold-facts.ts";
import { take } from "./take.ts";
import { takeAddresses } from "./take-addresses.ts";
import { takeDates } from "./take-dates.ts";
import { takeTimes } from "./take-times.ts";
import { readNumber } from "./read-number.ts";
import { unitOf } from "./units.ts";

const phone = /(?<![\d.,])\+?\(?\d(?:[ ().-]{0,2}\d){6,14}(?!\d)/g;
const grouped = /^[1-9]\d{0,2}(?:[.,]\d{3})+$/;
const amount =
  /(?<![\d.,])(\d{1,15}(?:[.,]\d{1,15}){0,5})[ -]?(%|°[cf]|(?:per |por |international )?\p{L}{1,15}(?: internacionales)?)(?![\p{L}\p{N}])/gu;
const number = /\d+(?:[.,]\d+)*/g;

/**
 * The addresses, telephone numbers, dates, times, amounts and numbers of a text, each in a form that does not depend on
 * the language. Words for months are read in every language that the platform knows, words for units in English and Spanish.
 */
export function listFacts(text: string, language: string): readonly Fact[] {
  const primary = primaryOf(language);
  const addresses = takeAddresses(text);
  const dates = takeDates(foldFacts(addresses.rest), language);
  const times = takeTimes(dates.rest, primary);
  const phones = take(times.rest, phone, ([match = ""]) =>
    grouped.test(match) ? undefined : [makeFact("phone", [match.replace(/\D/g, "")], match)],
  );
  const amounts = take(phones.rest, amount, ([match = "", value = "", word = ""]) => {
    const unit = unitOf(word);
    return unit === undefined ? undefined : [makeFact("amount", readAmount(value, word, unit, primary), match)];
  });
  const numbers = take(amounts.rest, number, ([match = ""]) => [makeFact("number", readNumber(match, primary), match)]);
  return [addresses, dates, times, phones, amounts, numbers].flatMap(({ facts }) => facts);
}

/** `18 h` and `18 horas` can be a time of the day as well as a duration. */
function readAmount(value: string, word: string, unit: string, primary: string): readonly string[] {
  const readings = readNumber(value, primary).map((reading) => `${reading} ${unit}`);
  const isTime = unit === "hour" && word !== "hours" && word !== "hour" && /^(?:1?\d|2[0-4])$/.test(value);
  return isTime ? [...readings, `${value.padStart(2, "0")}:00`] : readings;
}
