import type { MedicineLots } from "../medicine/medicine-notice.ts";
import type { Difference } from "./cross-check.ts";
import type { FoundLots } from "./read-lots.ts";

const path = "lots";

/** Every lot that one of the two has and the other has not, and every expiry that differs. */
export function compareLots(lots: MedicineLots, found: FoundLots): readonly Difference[] {
  const doubt: readonly Difference[] = found.isCertain
    ? []
    : [
        {
          path,
          rule: "lots-unreadable",
          message: "The lots of the record could not all be read: compare them yourself.",
        },
      ];
  if (found.lots.length === 0 && !found.all)
    return doubt.length > 0 ? doubt : [{ path, rule: "not-in-record", message: "The record names no lots." }];
  return [...doubt, ...compareLists(lots, found)];
}

function compareLists(lots: MedicineLots, found: FoundLots): readonly Difference[] {
  if (lots === "all" && found.all) return [];
  if (typeof lots === "string" || found.all) {
    const inRecord = found.all ? "all" : found.lots.map(({ lot }) => lot).join(", ");
    const inNotice = typeof lots === "string" ? lots : lots.map(({ lot }) => lot).join(", ");
    return [{ path, rule: "other-lots", message: "The record names other lots.", inNotice, inRecord }];
  }
  const recorded = new Map(found.lots.map((lot) => [lot.lot, lot]));
  const noticed = new Map(lots.map((lot) => [lot.lot, lot]));
  return [
    ...found.lots
      .filter(({ lot }) => !noticed.has(lot))
      .map(({ lot }) => ({ path, rule: "lot-missing", message: "The record has a lot more.", inRecord: lot })),
    ...lots.flatMap(({ lot, expiry }, index): readonly Difference[] => {
      const same = recorded.get(lot);
      const at = `lots[${index}]`;
      if (!same)
        return [{ path: at, rule: "lot-unknown", message: "The record does not have this lot.", inNotice: lot }];
      if (isSameExpiry(expiry, same.expiry)) return [];
      return [
        {
          path: `${at}.expiry`,
          rule: "other-expiry",
          message: "The record says another expiry.",
          inNotice: expiry ?? "none",
          inRecord: same.expiry ?? "none",
        },
      ];
    }),
  ];
}

/** A month and a day in it say the same; a pack that shows none says nothing against it. */
function isSameExpiry(first: string | undefined, second: string | undefined): boolean {
  return first === undefined || second === undefined || first.startsWith(second) || second.startsWith(first);
}
