import { BadResponseError, type Feedback } from "@carecast/adapter";
import * as z from "zod/mini";

const refSchema = z.object({ id: z.string(), url: z.optional(z.string()), data: z.optional(z.unknown()) });

const feedbackSchema = z.object({
  kind: z.enum(["mention", "reply", "comment", "direct-message", "review", "story", "post"]),
  change: z.enum(["created", "edited", "deleted"]),
  network: z.string(),
  ref: refSchema,
  text: z.string(),
  createdAt: z.string(),
  private: z.boolean(),
  hashtags: z.array(z.string()),
  links: z.array(z.string()),
  media: z.array(z.object({ kind: z.enum(["image", "video", "audio", "other"]), url: z.string() })),
  inReplyTo: z.optional(refSchema),
  root: z.optional(refSchema),
  rating: z.optional(z.number().check(z.minimum(1), z.maximum(5))),
});

/**
 * The item as the adapter gave it, once its shape is known to be right: an application may be looking at the work of
 * an adapter that it did not write.
 *
 * @throws BadResponseError naming the key that is wrong, never its value.
 */
export function readFeedback(feedback: Feedback, channel: string): Feedback {
  const result = feedbackSchema.safeParse(feedback);
  if (result.success) return feedback;
  const path = result.error.issues[0]?.path.join(".") ?? "";
  throw new BadResponseError(`The adapter of ${channel} delivered an item whose ${path} has the wrong form.`, {
    channel,
    outcome: "not-sent",
    path,
  });
}
