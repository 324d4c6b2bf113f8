import type { AlertOptions } from "../alerts/alert-post.ts";
import { makeReady, readyOutgoing } from "../publish/make-ready.ts";
import type { Machine } from "../publish/machine.ts";
import { newPublicationId } from "../publish/new-publication-id.ts";
import { parsePublishOptions, type PublishOptions } from "../publish/publish-options.ts";
import type { Content } from "../publish/to-post.ts";
import { hashOutgoing, hashThread } from "./hash-outgoing.ts";
import type { Review, ThreadHash } from "./review.ts";

/** Everything that `publish` does before it journals, for people who decide. */
export async function reviewContent<Name extends string>(
  machine: Machine<Name>,
  content: Content,
  given: PublishOptions<Name>,
  alerts: AlertOptions,
): Promise<Review<Name>> {
  const options = parsePublishOptions<Name>(given);
  const id = options.id ?? newPublicationId(machine.clock.now());
  const ready = await makeReady(machine, content, options, alerts);
  const outgoing = readyOutgoing(id, ready, options.replyTo);
  const threads = await Promise.all(
    outgoing.threads.map(async (thread): Promise<ThreadHash<Name>> => {
      const { channel, language } = thread;
      // Threads are made from the channels of this application only.
      const name = channel as Name;
      return { channel: name, ...(language !== undefined && { language }), hash: await hashThread(thread) };
    }),
  );
  const { kind } = outgoing;
  return {
    kind,
    plan: ready.plan,
    findings: await machine.guard.judge(outgoing, "review", machine.clock.now()),
    hash: await hashOutgoing(
      kind,
      threads.map(({ hash }) => hash),
    ),
    threads,
  };
}
