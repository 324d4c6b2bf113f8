import {
  AuthError,
  PlatformError,
  RateLimitedError,
  revealSecret,
  type Adapter,
  type CarecastError,
  type Receipt,
  type Secret,
} from "@carecast/adapter";
import {
  checkPart,
  countGraphemes,
  createHttp,
  parseOptions,
  parseRetryAt,
  reader,
  secretOption,
  type ErrorAnswer,
  type PartRules,
} from "@carecast/adapter-kit";
import * as z from "zod/mini";

export interface BoardOptions {
  readonly baseUrl: string;
  readonly token: Secret;
}

const optionsSchema = z.strictObject({ baseUrl: z.string(), token: secretOption });
const note = z.object({ id: z.string(), url: z.string(), at: z.string() });
const readNote = reader(note);
const readNotes = reader(z.array(z.object({ ...note.shape, key: z.string() })));
const toReceipt = ({ id, url, at }: z.infer<typeof note>): Receipt => ({ id, url, at, state: "delivered" });

/** An adapter for the notice boards of an imaginary town: short notes, no pictures, nothing to listen to. */
export function board(options: BoardOptions): Adapter {
  const { baseUrl, token }: BoardOptions = parseOptions("board", optionsSchema, options);
  const authorize = async (): Promise<Record<string, string>> => ({
    authorization: `Bearer ${await revealSecret(token)}`,
  });
  const http = createHttp({ network: "board", baseUrl, authorize, toError });
  const rules: PartRules = {
    network: "board",
    measure: (text) => countGraphemes(text),
    capabilities: {
      api: { version: "1" },
      text: { limits: [{ unit: "graphemes", max: 200 }], rule: "Every character counts one." },
      media: { from: "bytes", max: 0, mixed: false },
      threads: false,
      replies: false,
      edit: false,
      delete: true,
      pin: false,
      language: false,
      contentWarning: "none",
      audiences: ["public"],
      polls: "none",
      listening: { modes: [], kinds: [], hashtags: false },
      // The board knows a repeated key, and its list of notes is always complete.
      repeat: { lever: "idempotency-key", find: "certain" },
      rates: [],
      cost: "free",
    },
  };
  return {
    specVersion: 1,
    ...rules,

    async prepare(part, { signal }) {
      signal?.throwIfAborted();
      checkPart(part, rules);
      return { body: { text: part.text } };
    },

    publish: async (draft, { key, signal }) =>
      toReceipt(
        await http.json(
          { method: "POST", path: "/notes", json: { ...Object(draft.body), key }, irreversible: true, signal },
          readNote,
        ),
      ),

    async find(_draft, { key, signal }) {
      const found = (await http.json({ path: "/notes", signal }, readNotes)).find((one) => one.key === key);
      return found ? { found: true, receipt: toReceipt(found) } : { found: false, certain: true };
    },

    async retract({ id }, { signal }) {
      await http.answer({ method: "DELETE", path: `/notes/${encodeURIComponent(id)}`, signal });
    },
  };
}

/** One class for each thing that the caller would do next. The board's own words stay here: they may quote the note. */
function toError({ status, header, irreversible }: ErrorAnswer): CarecastError {
  const network = "board";
  if (status === 401)
    return new AuthError("The board refuses the token. Ask the town for a new one.", { network, status });
  if (status === 429) {
    const retryAt = parseRetryAt(header, Date.now());
    return new RateLimitedError("The board wants us to wait.", {
      network,
      status,
      ...(retryAt !== undefined && { retryAt }),
    });
  }
  if (status >= 500)
    return new PlatformError("The board failed.", {
      network,
      status,
      retryable: true,
      outcome: irreversible ? "unknown" : "not-sent",
    });
  return new PlatformError("The board refuses the note.", { network, status });
}
