import { InvalidPostError, isCarecastError, type CallContext, type PartMedia } from "@carecast/adapter";
import { waitUntilReady, type Http } from "@carecast/adapter-kit";
import { readMedia } from "./api.ts";

const pollEveryMs = 1_000;
/** A video of the default size limit is transcoded on a small server well within this. */
const processingTimeoutMs = 10 * 60_000;

/**
 * Uploads one file with its alt text and waits until the instance has processed it.
 *
 * @returns the id to attach.
 * @throws InvalidPostError naming `media[index]` when the instance refuses the file.
 * @see https://docs.joinmastodon.org/methods/media/#v2
 */
export async function uploadMedia(http: Http, media: PartMedia, index: number, context: CallContext): Promise<string> {
  const { clock, signal, tellRate } = context;
  const form = new FormData();
  form.append("file", media.blob);
  form.append("description", media.alt);
  try {
    const { id, url } = await http.json(
      { method: "POST", path: "/api/v2/media", form, signal, tellRate, budget: "media" },
      readMedia,
    );
    if (url) return id;
    const poll = async (): Promise<string | undefined> => {
      const state = await http.json({ path: `/api/v1/media/${encodeURIComponent(id)}`, signal, tellRate }, readMedia);
      return state.url ? id : undefined;
    };
    return await waitUntilReady({
      poll,
      clock,
      ...(signal && { signal }),
      everyMs: pollEveryMs,
      timeoutMs: processingTimeoutMs,
      network: "mastodon",
    });
  } catch (error) {
    throw isCarecastError(error) && error.code === "invalid-post" ? toRefused(index, error.status) : error;
  }
}

function toRefused(index: number, status: number | undefined): InvalidPostError {
  const message = "The instance cannot use this file; check its type, size and whether it opens.";
  return new InvalidPostError(
    `mastodon: media[${index}]: ${message}`,
    [{ path: `media[${index}]`, rule: "media-refused", message }],
    { network: "mastodon", ...(status !== undefined && { status }) },
  );
}
