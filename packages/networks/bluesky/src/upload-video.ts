import type { CallContext, PartMedia } from "@carecast/adapter";
import { createHttp, reader, waitUntilReady, type Http } from "@carecast/adapter-kit";
import * as z from "zod/mini";
import { blobSchema, type Api, type BlobRef } from "./api.ts";
import { invalid, toError } from "./errors.ts";
import type { ReadOptions } from "./options.ts";

const jobShape = {
  jobId: z.optional(z.string()),
  state: z.optional(z.string()),
  blob: z.optional(blobSchema),
  error: z.optional(z.string()),
};
/** The lexicon wraps the job; the service that runs answers uploads without the wrapping. */
const readAnswer = reader(z.object({ ...jobShape, jobStatus: z.optional(z.object(jobShape)) }));
const readJob = (value: unknown): Job => {
  const { jobStatus, ...job } = readAnswer(value);
  return jobStatus ?? job;
};
type Job = NonNullable<ReturnType<typeof readAnswer>["jobStatus"]>;
const readToken = reader(z.object({ token: z.string().check(z.regex(/^[\x21-\x7e]+$/)) }));

/** A video of the largest size on a slow line. */
export const videoTimeoutMs = 15 * 60_000;
const tokenLifeMs = 30 * 60_000;
const pollEveryMs = 2_000;

/**
 * Hands a video to a video service, which processes it and stores it on the account's server in its name.
 *
 * @see https://docs.bsky.app/docs/tutorials/video
 */
export async function uploadVideo(
  api: Api,
  options: ReadOptions & { readonly videoService: string },
  media: PartMedia,
  context: CallContext,
): Promise<BlobRef> {
  const { clock, signal } = context;
  const { did, server } = await api.session(context);
  let refusal: unknown;
  const http = createHttp({
    network: "bluesky",
    baseUrl: options.videoService,
    transport: options.transport,
    timeoutMs: options.timeoutMs,
    clock,
    toError: (answer) => {
      refusal = answer.json;
      return toError(answer);
    },
  });
  const job = await send(http, did, await askToken(api, server, context), media, signal).catch((error: unknown) => {
    const known = readExisting(refusal);
    if (known === undefined) throw error;
    return known;
  });
  if (job.blob !== undefined) return job.blob;
  return waitUntilReady({
    network: "bluesky",
    clock,
    signal,
    everyMs: pollEveryMs,
    timeoutMs: videoTimeoutMs,
    poll: async () => {
      const query = { jobId: job.jobId };
      const request = { path: "/xrpc/app.bsky.video.getJobStatus", query, signal };
      return readBlob(await http.json(request, readJob));
    },
  });
}

/** A token that allows the video service one thing: to store the file on the account's server. */
async function askToken(api: Api, server: string, context: CallContext): Promise<string> {
  const query = {
    aud: `did:web:${encodeURIComponent(new URL(server).host)}`,
    lxm: "com.atproto.repo.uploadBlob",
    exp: Math.floor((context.clock.now() + tokenLifeMs) / 1000),
  };
  return (await api.json({ name: "com.atproto.server.getServiceAuth", query }, readToken, context)).token;
}

function send(http: Http, did: string, token: string, media: PartMedia, signal: AbortSignal | undefined): Promise<Job> {
  const request = {
    method: "POST",
    path: "/xrpc/app.bsky.video.uploadVideo",
    query: { did, name: "video.mp4" },
    headers: { authorization: `Bearer ${token}`, "content-type": media.mimeType },
    body: media.blob,
    timeoutMs: videoTimeoutMs,
    signal,
  } as const;
  return http.json(request, readJob);
}

/** The service refuses a file that it has processed before, and names the job that did it. */
function readExisting(refusal: unknown): Job | undefined {
  try {
    const job = readJob(refusal);
    return job.error === "already_exists" && (job.blob !== undefined || job.jobId !== undefined) ? job : undefined;
  } catch {
    return undefined;
  }
}

function readBlob({ blob, state }: Job): BlobRef | undefined {
  if (state === "JOB_STATE_FAILED") throw invalid("media", "media-refused", "The video could not be processed.");
  return blob;
}
