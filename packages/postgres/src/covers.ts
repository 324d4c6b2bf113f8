/**
 * The condition under which the hold of this alias covers a delivery, for a statement that has the delivery, or what will
 * become one, as `d` and its publication as `p`. Within a key of the scope one match is enough; a key that is not there is no
 * condition. Emergencies are never covered.
 */
export function covers(hold: string): string {
  return `
    p.rank > 0
    AND (${hold}.channels IS NULL OR d.channel = ANY (${hold}.channels))
    AND (${hold}.tags IS NULL OR ${hold}.tags && p.tags)
    AND (${hold}.campaigns IS NULL OR p.campaign = ANY (${hold}.campaigns))
    AND (${hold}.publications IS NULL OR p.id = ANY (${hold}.publications))
    AND (${hold}.except_kinds IS NULL OR p.kind <> ALL (${hold}.except_kinds))`;
}

/** Whether any active hold covers the delivery `d`. */
export function isHeld(schema: string): string {
  return `EXISTS (
    SELECT FROM ${schema}.holds h JOIN ${schema}.publications p ON p.seq = d.publication
    WHERE h.released IS NULL AND ${covers("h")})`;
}
