/** Whether two names stand for one person: case, width, accents written in two ways and spaces around make no difference. */
export function isSamePerson(one: string, other: string): boolean {
  return fold(one) === fold(other);
}

function fold(name: string): string {
  return name.normalize("NFKC").trim().replace(/\s+/gu, " ").toLowerCase();
}
