import { isCarecastError, type CallContext, type PartMedia } from "@carecast/adapter";
import { reader } from "@carecast/adapter-kit";
import * as z from "zod/mini";
import { blobSchema, type Api, type BlobRef } from "./api.ts";
import { invalid } from "./errors.ts";
import type { ReadOptions } from "./options.ts";
import { uploadVideo, videoTimeoutMs } from "./upload-video.ts";

const readBlob = reader(z.object({ blob: blobSchema }));

const bskyVideoService = "https://video.bsky.app";

/**
 * Uploads one file, and for a video waits until it is processed.
 *
 * @returns the reference to put into the record. It holds only as long as the server keeps the unused file.
 * @throws InvalidPostError naming `media[index]` when the server refuses the file.
 * @see https://docs.bsky.app/docs/api/com-atproto-repo-upload-blob
 */
export async function uploadMedia(
  api: Api,
  options: ReadOptions,
  media: PartMedia,
  index: number,
  context: CallContext,
): Promise<BlobRef> {
  try {
    const { server } = await api.session(context);
    const videoService = media.kind === "video" ? (options.videoService ?? defaultVideoService(server)) : undefined;
    if (videoService !== undefined) return await uploadVideo(api, { ...options, videoService }, media, context);
    const request = {
      method: "POST",
      name: "com.atproto.repo.uploadBlob",
      headers: { "content-type": media.mimeType },
      body: media.blob,
      safe: true,
      budget: "media",
      ...(media.kind === "video" && { timeoutMs: videoTimeoutMs }),
    } as const;
    return (await api.json(request, readBlob, context)).blob;
  } catch (error) {
    if (!isCarecastError(error) || error.code !== "invalid-post") throw error;
    const message = "The server cannot use this file; check its type, size and whether it opens.";
    throw invalid(`media[${index}]`, "media-refused", message, error.status);
  }
}

/** Bluesky's video service writes to Bluesky's own servers; whether to a self-hosted one, only its owner knows. */
function defaultVideoService(server: string): string | undefined {
  const { hostname } = new URL(server);
  return hostname === "bsky.social" || hostname.endsWith(".bsky.network") ? bskyVideoService : undefined;
}
