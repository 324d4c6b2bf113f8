import { InvalidPostError, isCarecastError, type CallContext, type PartMedia } from "@carecast/adapter";
import { reader } from "@carecast/adapter-kit";
import * as z from "zod/mini";
import { blobSchema, type Api, type BlobRef } from "./api.ts";
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
      ...(media.kind === "video" && { timeoutMs: videoTimeoutMs }),
    } as const;
    return (await api.json(request, readBlob, context)).blob;
  } catch (error) {
    throw isCarecastError(error) && error.code === "invalid-post" ? toRefused(index, error.status) : error;
  }
}

/** Bluesky's video service writes to Bluesky's own servers; whether to a self-hosted one, only its owner knows. */
function defaultVideoService(server: string): string | undefined {
  const { hostname } = new URL(server);
  return hostname === "bsky.social" || hostname.endsWith(".bsky.network") ? bskyVideoService : undefined;
}

function toRefused(index: number, status: number | undefined): InvalidPostError {
  const message = "The server cannot use this file; check its type, size and whether it opens.";
  return new InvalidPostError(
    `bluesky: media[${index}]: ${message}`,
    [{ path: `media[${index}]`, rule: "media-refused", message }],
    { network: "bluesky", ...(status !== undefined && { status }) },
  );
}
