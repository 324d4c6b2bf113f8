/**
 * JSON in which equal values have equal texts: keys in the order of their characters, nothing that is undefined, no spaces. As
 * RFC 8785 does, for the values that Carecast stores.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
