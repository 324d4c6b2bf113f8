import type { Candidate } from "./candidate.ts";
import type { IdentifierKind } from "./identifier-kind.ts";
import { foldWords } from "./people/denied-names.ts";
import { foldText } from "./text/fold-text.ts";
import type { View } from "./view.ts";

/** What a tenant may publish, by kind, as people write it. */
export type AllowedIdentifiers = Readonly<Partial<Record<IdentifierKind, readonly string[]>>>;

export interface AllowList {
  allows(candidate: Candidate, view: View): boolean;
  /** `example.org` allows itself and what lies below it. */
  allowsHost(host: string): boolean;
}

/** Rules that say that somebody is a patient: a spokesperson of the same name changes nothing. */
const neverAllowed: ReadonlySet<string> = new Set(["name.denied", "name.patient"]);
const titles = new Set(
  "mr mrs ms miss mx dr prof professor sr sra srta senor senora dra herr frau madame monsieur mme".split(" "),
);

/** Telephone and fax numbers are compared by the phone reader, which knows how countries write them. */
export function compileAllowList(allowed: AllowedIdentifiers): AllowList {
  const byKind = new Map(
    Object.entries(allowed).map(([kind, entries]) => [kind, entries.map((entry) => foldWords(entry))] as const),
  );
  const hosts = fold(allowed.url).map((host) => host.replace(/^(?:https?:\/\/)?(?:www\.)?|\/.*$/g, ""));
  const emails = fold(allowed.email);
  return {
    allowsHost: (host) => hosts.some((own) => own !== "" && (host === own || host.endsWith(`.${own}`))),
    allows({ kind, rule, start, end }, { lower }) {
      if (neverAllowed.has(rule)) return false;
      const written = lower.slice(start, end);
      if (kind === "email") return emails.some((email) => isAllowedEmail(written, email));
      const words = foldWords(written);
      return (byKind.get(kind) ?? []).some((entry) => covers(kind, entry, words));
    },
  };
}

/** As the scan reads the texts that they are held against. */
function fold(entries: readonly string[] = []): readonly string[] {
  return entries.map((entry) => foldText(entry).text.toLowerCase().trim());
}

/** `press@example.org`, `@example.org` for a domain, `press@` for a role on every domain. */
function isAllowedEmail(written: string, allowed: string): boolean {
  if (allowed.startsWith("@")) return written.endsWith(allowed);
  return allowed.endsWith("@") ? written.startsWith(allowed) : written === allowed;
}

function covers(kind: IdentifierKind, entry: readonly string[], words: readonly string[]): boolean {
  // A postcode or a street alone is part of an address.
  if (kind === "geography") return ` ${entry.join(" ")} `.includes(` ${words.join(" ")} `);
  if (kind === "name") return coversName(entry, words);
  return entry.join("") === words.join("");
}

/** `Dr. Lopez` and `Dr. Ana Lopez` for `Dr. Ana Lopez`: the family name and nothing else than the name. */
function coversName(entry: readonly string[], words: readonly string[]): boolean {
  const [own, found] = [entry, words].map((name) => name.filter((word) => !titles.has(word)));
  return found!.length > 0 && found!.at(-1) === own!.at(-1) && found!.every((word) => own!.includes(word));
}

/** The numbers of an allow list that telephones are compared with. */
export function listOwnNumbers({ phone = [], fax = [] }: AllowedIdentifiers): readonly string[] {
  return [...phone, ...fax];
}
