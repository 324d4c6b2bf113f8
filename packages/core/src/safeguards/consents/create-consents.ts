import { ConfigError } from "@carecast/adapter";
import * as z from "zod/mini";

import type { Carecast } from "../../carecast.ts";
import { canonicalJson } from "../../hash/canonical-json.ts";
import { parseOptions } from "../../models/parse.ts";
import { textSchema } from "../../models/words.ts";
import { consentKind, type ConsentRecord, type StoredConsent } from "./consent-record.ts";
import { listUses } from "./consent-use.ts";
import { readConsent } from "./read-consent.ts";
import { revokeConsent, type Revocation, type RevokeOptions } from "./revoke-consent.ts";

/** What people have agreed to, in the ledger. */
export interface Consents {
  /**
   * Takes a signed consent down. The same one again changes nothing.
   *
   * @throws ConfigError for what is no authorisation, or an id that another consent has.
   */
  record(consent: ConsentRecord, options: RecordOptions): Promise<StoredConsent>;
  /**
   * Takes it back: nothing that rests on it leaves any more, what has not gone out is cancelled, and what is live is removed where the
   * network can. Look at `remaining`, and run it again until that is empty or done by hand: it goes on where it stopped.
   *
   * @throws ConfigError when there is no consent of this id, or nobody is named.
   */
  revoke(id: string, options: RevokeOptions): Promise<Revocation>;
  find(id: string): Promise<StoredConsent | undefined>;
  /** Every consent, in the order of their ids. */
  list(): AsyncIterableIterator<StoredConsent, undefined>;
  /** The ids of the publications that rest on it. What was never journaled, because another rule blocked it, is among them. */
  uses(id: string): Promise<readonly string[]>;
}

export interface RecordOptions {
  /** Who takes it down: a name or a role, for the record. */
  readonly by: string;
}

const recordSchema = z.strictObject({ by: textSchema });

export function createConsents(care: Pick<Carecast, "audit" | "deliveries" | "documents" | "retract">): Consents {
  const { audit, documents } = care;

  return {
    async record(value, options) {
      const consent = readConsent(value);
      const { by } = parseOptions<RecordOptions>("record", recordSchema, options);
      const known = (await documents.find(consentKind, consent.id))?.value;
      if (known) return demandSame(known, consent);
      const { id, content } = consent;
      await audit.record({ by, action: "record-consent", subject: id, contentHash: content.hash });
      let stored: StoredConsent = consent;
      await documents.update(consentKind, id, (other) => {
        if (!other) return consent;
        stored = demandSame(other, consent);
        return undefined;
      });
      return stored;
    },

    revoke: (id, options) => revokeConsent(care, id, options),
    find: async (id) => (await documents.find(consentKind, id))?.value,

    async *list() {
      for await (const { value } of documents.list(consentKind)) yield value;
      return undefined;
    },

    uses: (id) => listUses(documents, id),
  };
}

function demandSame(known: StoredConsent, consent: ConsentRecord): StoredConsent {
  const { revoked, ...signed } = known;
  if (canonicalJson(signed) === canonicalJson(consent)) return known;
  throw new ConfigError("id: another consent has this id. What was signed never changes: choose a new id.", {
    path: "id",
  });
}
