import { InvalidPostError, type CallContext, type PartMedia } from "@carecast/adapter";
import { waitUntilReady, type Http } from "@carecast/adapter-kit";

import { readMedia } from "./api.ts";

export interface Uploaded {
  readonly id: string;
  readonly expiresAt: string;
}

/** Uploads one picture and waits until the network has processed it. */
export async function uploadMedia(
  http: Http,
  media: PartMedia,
  index: number,
  context: CallContext,
): Promise<Uploaded> {
  const { clock, signal, tellRate } = context;
  const form = new FormData();
  form.append("file", media.blob);
  form.append("alt", media.alt);
  const uploaded = await http.json({ method: "POST", path: "/v1/media", form, signal, tellRate }, readMedia);
  if (uploaded.state === "ready") return uploaded;
  const poll = async (): Promise<Uploaded | undefined> => {
    const { state } = await http.json(
      { path: `/v1/media/${encodeURIComponent(uploaded.id)}`, signal, tellRate },
      readMedia,
    );
    if (state === "failed") throw toRefused(index);
    return state === "ready" ? uploaded : undefined;
  };
  const rhythm = { everyMs: 1000, timeoutMs: 60_000 };
  return waitUntilReady({ poll, clock, ...(signal && { signal }), ...rhythm, network: "plain" });
}

function toRefused(index: number): InvalidPostError {
  const message = "The network cannot use this file.";
  const path = `media[${index}]`;
  return new InvalidPostError(`plain: ${path}: ${message}`, [{ path, rule: "media-refused", message }], {
    network: "plain",
  });
}
