import { ConfigError, type Draft } from "@carecast/adapter";
import * as z from "zod/mini";

const body = z.object({
  text: z.string(),
  media: z.array(z.string()),
  /** Milliseconds since the epoch. */
  preparedAt: z.number(),
  container: z.optional(z.string()),
});
export type DraftBody = z.infer<typeof body>;

export function readDraft(draft: Draft): DraftBody {
  const { data } = z.safeParse(body, draft.body);
  if (!data) throw new ConfigError("plain: this draft was made by another adapter.", { network: "plain" });
  return data;
}
