import { UnsupportedError, type CallContext, type Clock } from "@carecast/adapter";

import type { Channel } from "../channels.ts";
import type { Listener } from "./listener.ts";

/** Milliseconds in which the listeners must handle an event; the shortest patience of the platforms is 3 s. */
const answerWithinMs = 2500;

/**
 * Answers one webhook request. The platform hears "thank you" only after every listener of the channel has handled every
 * event of the request; else it hears 503 and delivers again, and the dedupe marks drop what was handled meanwhile.
 *
 * @throws UnsupportedError when the network of the channel has no webhooks.
 */
export async function receiveWebhook(
  channel: Channel,
  request: Request,
  listeners: Iterable<Listener>,
  context: CallContext,
): Promise<Response> {
  const { adapter, name } = channel;
  if (!adapter.receive)
    throw new UnsupportedError(`${adapter.network} has no webhooks here: listen with care.listen.`, {
      channel: name,
      network: adapter.network,
    });
  const { response, events } = await adapter.receive(request, context);
  if (events.length === 0) return response;
  const offers = Array.from(listeners).flatMap((listener) =>
    events.map((event) => listener.offer(name, event)).filter((offer) => offer !== undefined),
  );
  if (offers.length === 0) return comeAgain();
  return (await areHandled(offers, context.clock)) ? response : comeAgain();
}

async function areHandled(offers: readonly Promise<boolean>[], clock: Clock): Promise<boolean> {
  const over = new AbortController();
  const late = clock.sleep(answerWithinMs, over.signal).then(
    () => false,
    () => false,
  );
  const handled = Promise.all(offers).then((all) => all.every(Boolean));
  const result = await Promise.race([handled, late]);
  over.abort();
  return result;
}

function comeAgain(): Response {
  return new Response(null, { status: 503, headers: { "retry-after": "30" } });
}
