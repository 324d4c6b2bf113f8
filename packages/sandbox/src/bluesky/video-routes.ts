import type { Exchange, Route } from "../shared/router.ts";
import { sniffType } from "../shared/sniff-type.ts";
import { json, type WireReply, type WireRequest } from "../shared/wire.ts";
import { storeBlob, toBlobRef } from "./blob-routes.ts";
import * as inputs from "./input-schemas.ts";
import { numberOf, readParams, textOf } from "./read-input.ts";
import { invalidRequest, refuse } from "./refusals.ts";
import { authorize, bearerOf, issueServiceToken } from "./sessions.ts";
import type { Blob, State } from "./state.ts";

const mostBytes = 300_000_000;
const hourMs = 3_600_000;

interface Job {
  readonly jobId: string;
  readonly did: string;
  readonly blob: Blob;
  looksLeft: number;
  readonly failed: boolean;
}

/** The video service, and the tokens with which it is asked: docs.bsky.app, tutorial on video. */
export function videoRoutes(state: State, usualPolls: number): readonly Route[] {
  const jobs = new Map<string, Job>();
  const at = "/xrpc/app.bsky.video.";
  return [
    {
      method: "GET",
      path: "/xrpc/com.atproto.server.getServiceAuth",
      answer: (exchange) => getServiceAuth(state, exchange),
    },
    { method: "POST", path: `${at}uploadVideo`, answer: (exchange) => uploadVideo(state, jobs, usualPolls, exchange) },
    {
      method: "GET",
      path: `${at}getJobStatus`,
      answer: ({ request }) => {
        const job = jobs.get(textOf(readParams(request, inputs.getJobStatus), "jobId"));
        if (job === undefined) throw invalidRequest("Job not found", "JobNotFound");
        if (job.looksLeft > 0) job.looksLeft -= 1;
        return json({ jobStatus: toStatus(job) });
      },
    },
    {
      method: "GET",
      path: `${at}getUploadLimits`,
      answer: ({ request }) => {
        checkServiceToken(state, request, "app.bsky.video.getUploadLimits");
        return json({ canUpload: true, remainingDailyVideos: 25, remainingDailyBytes: 10_000_000_000 });
      },
    },
  ];
}

function getServiceAuth(state: State, { request }: Exchange): WireReply {
  const { account } = authorize(state, request);
  const params = readParams(request, inputs.getServiceAuth);
  const audience = textOf(params, "aud");
  // Real servers take a port only after `localhost`; here it has to be possible after this machine's number too.
  if (!/^did:(?:web|plc):[^\s]+$/.test(audience)) {
    throw invalidRequest("aud must be a valid atproto DID or did#serviceId reference");
  }
  const method = params["lxm"] === undefined ? null : textOf(params, "lxm");
  const expiresAt = params["exp"] === undefined ? state.now() + 60_000 : numberOf(params, "exp", 0) * 1000;
  const leftMs = expiresAt - state.now();
  if (leftMs < 0) throw invalidRequest("expiration is in past", "BadExpiration");
  if (leftMs > hourMs) {
    throw invalidRequest("cannot request a token with an expiration more than an hour in the future", "BadExpiration");
  }
  if (method === null && leftMs > 60_000) {
    throw invalidRequest(
      "cannot request a method-less token with an expiration more than a minute in the future",
      "BadExpiration",
    );
  }
  return json({ token: issueServiceToken(state, { account, audience, method, expiresAt }) });
}

function uploadVideo(state: State, jobs: Map<string, Job>, usualPolls: number, { request }: Exchange): WireReply {
  const { account, audience } = checkServiceToken(state, request, "com.atproto.repo.uploadBlob");
  const host = decodeURIComponent(audience.replace(/^did:web:/, ""));
  if (host !== state.host) throw refuse(401, "BadJwtAudience", "jwt audience does not match service did");
  const { body } = request;
  if (readParams(request, inputs.uploadVideo)["did"] !== account.did)
    throw refuse(401, "AuthenticationRequired", "DID does not match the token");
  if (sniffType(body) !== "video/mp4") throw invalidRequest("The file is not an mp4 video");
  if (body.byteLength > mostBytes) return json({ error: "PayloadTooLarge", message: "Video is too large" }, 413);
  const blob = storeBlob(state, account, "video/mp4", body);
  const known = [...jobs.values()].find((job) => job.blob.cid === blob.cid && job.did === account.did && !job.failed);
  if (known !== undefined) {
    const status = {
      ...toStatus({ ...known, looksLeft: 0 }),
      error: "already_exists",
      message: "Video already processed",
    };
    return json({ ...status, jobStatus: status }, 409);
  }
  const fault = state.faults.waiting ? state.faults.takeMedia("POST /xrpc/app.bsky.video.uploadVideo") : undefined;
  const job: Job = {
    jobId: state.nextTid(),
    did: account.did,
    blob,
    looksLeft: fault?.kind === "media-failure" ? 1 : (fault?.kind === "slow-media" ? fault.polls : usualPolls) + 1,
    failed: fault?.kind === "media-failure",
  };
  jobs.set(job.jobId, job);
  // The lexicon wraps the status, the service as it runs does not, and clients exist for both.
  const status = toStatus(job);
  return json({ ...status, jobStatus: status });
}

function toStatus({ jobId, did, blob, looksLeft, failed }: Job): Record<string, unknown> {
  if (looksLeft > 0) return { jobId, did, state: "JOB_STATE_ENCODING", progress: 50 };
  if (failed)
    return { jobId, did, state: "JOB_STATE_FAILED", error: "failed", message: "Video could not be processed" };
  return { jobId, did, state: "JOB_STATE_COMPLETED", progress: 100, blob: toBlobRef(blob) };
}

function checkServiceToken(
  state: State,
  request: WireRequest,
  method: string,
): { readonly account: Job["blob"]["owner"]; readonly audience: string } {
  const bearer = bearerOf(request);
  if (bearer === undefined) throw refuse(401, "MissingJwt", "missing jwt");
  const token = state.serviceTokens.get(bearer);
  if (token === undefined) throw refuse(401, "BadJwt", "poorly formatted jwt");
  if (token.expiresAt <= state.now()) throw refuse(401, "JwtExpired", "jwt expired");
  if (token.method !== method)
    throw refuse(401, "BadJwtLexiconMethod", `bad jwt lexicon method ("lxm"). must match: ${method}`);
  return token;
}
