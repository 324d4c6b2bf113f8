import type { DocumentKind, Documents } from "../../documents/documents.ts";

/** A publication that rests on a consent, so that revoking it finds what to take back. */
export interface ConsentUse {
  readonly consent: string;
  readonly publication: string;
}

const consentUseKind: DocumentKind<ConsentUse> = {
  name: "consent-use",
  // Written below alone, from the type itself.
  read: (value) => value as ConsentUse,
};

/** Noting it again changes nothing. */
export async function noteUse(documents: Documents, use: ConsentUse): Promise<void> {
  await documents.update(consentUseKind, `${use.consent}/${use.publication}`, (stored) => (stored ? undefined : use));
}

/** The ids of the publications. Some may never have been journaled: a review is noted as well. */
export async function listUses(documents: Documents, consent: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { value } of documents.list(consentUseKind, `${consent}/`)) found.push(value.publication);
  return found;
}
