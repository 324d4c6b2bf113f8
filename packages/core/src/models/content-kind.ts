/**
 * What a publication is, in the words of crisis communication. It decides who has to approve, what a crisis lets through,
 * and which rules read the texts.
 *
 * | kind | what |
 * |---|---|
 * | `post` | anything that is none of the others |
 * | `story` | about a person who agreed to it: needs consent |
 * | `reply` | an answer to somebody else |
 * | `alert`, `update`, `correction`, `cancellation`, `allClear` | a warning, and what becomes of it |
 * | `pointer` | fixed words under an old post that lead to the new one |
 * | `ending` | fixed words that an alert has ended by its own time |
 * | `exercise` | an alert that is practised: only for channels that are marked for it |
 * | `serviceNotice` | how a hospital works today |
 * | `closureNotice` | ambulances are diverted, or a hospital is closed or evacuated |
 * | `medicineNotice` | a medicine is recalled, halted, banned, counterfeit, or changes its strength |
 * | `supplyNotice` | a shortage, or its end |
 * | `appearanceNotice` | a medicine looks different and is the same |
 */
export const contentKinds = [
  "post",
  "story",
  "reply",
  "alert",
  "update",
  "correction",
  "cancellation",
  "allClear",
  "pointer",
  "ending",
  "exercise",
  "serviceNotice",
  "closureNotice",
  "medicineNotice",
  "supplyNotice",
  "appearanceNotice",
] as const;

export type ContentKind = (typeof contentKinds)[number];
