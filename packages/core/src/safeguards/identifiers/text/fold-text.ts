import { foldCharacter } from "./fold-character.ts";
import { buildMap, mapNothing, type MappedText } from "./mapped-text.ts";

/** The text with every character as `foldCharacter` reads it. */
export function foldText(original: string): MappedText {
  if (!/[^\x00-\x7f]/.test(original)) return mapNothing(original);
  const builder = buildMap(original);
  for (const { 0: character, index } of original.matchAll(/[^\x00-\x7f]/gu)) {
    const plain = foldCharacter(character);
    if (plain !== character) builder.replace(index, index + character.length, plain);
  }
  return builder.finish();
}
