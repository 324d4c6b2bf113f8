/**
 * The raw body of a webhook request, over which its signature was made; undefined when it is longer than `maxBytes`
 * (answer 413 then). It is read no further than that.
 *
 * @param maxBytes default 1 000 000.
 */
export async function readWebhookBody(
  request: Request,
  maxBytes = 1_000_000,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) return undefined;
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let step = await reader?.read(); step !== undefined && !step.done; step = await reader?.read()) {
    length += step.value.length;
    if (length > maxBytes) {
      await reader?.cancel();
      return undefined;
    }
    chunks.push(step.value);
  }
  const body = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}
