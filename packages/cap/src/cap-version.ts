/** The versions of CAP that are read. Only 1.2 is written. */
export type CapVersion = "1.0" | "1.1" | "1.2";

export const capNamespace = "urn:oasis:names:tc:emergency:cap:1.2";

const versions: ReadonlyMap<string, CapVersion> = new Map([
  [capNamespace, "1.2"],
  ["urn:oasis:names:tc:emergency:cap:1.1", "1.1"],
  ["http://www.incident.com/cap/1.0", "1.0"],
]);

/** The version that a namespace stands for. */
export function findVersion(namespace: string): CapVersion | undefined {
  return versions.get(namespace);
}
