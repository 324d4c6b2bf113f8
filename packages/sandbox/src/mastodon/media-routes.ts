import type { OnMedia } from "../faults/fault.ts";
import { countGraphemes } from "../shared/count-graphemes.ts";
import type { Fields } from "../shared/body.ts";
import type { Exchange, Route } from "../shared/router.ts";
import { sniffType } from "../shared/sniff-type.ts";
import { json, type WireReply } from "../shared/wire.ts";
import { authorize } from "./authorize.ts";
import { findMedia } from "./find-media.ts";
import { imageTypes, videoTypes } from "./media-types.ts";
import { readFields } from "./read-fields.ts";
import { invalid, missing, refuse } from "./refusals.ts";
import { nextId, type Account, type Media, type MediaKind, type State } from "./state.ts";
import { toMedia } from "./to-entities.ts";

/** How many polls each kind stays in processing. */
export interface ProcessingPolls {
  readonly image: number;
  readonly video: number;
}

/** https://docs.joinmastodon.org/methods/media/ */
export function mediaRoutes(state: State, polls: ProcessingPolls): readonly Route[] {
  const path = "/api/v1/media/:id";
  return [
    { method: "POST", path: "/api/v2/media", answer: (exchange) => upload(state, polls, exchange) },
    { method: "GET", path, answer: (exchange) => show(state, exchange) },
    { method: "PUT", path, answer: (exchange) => describe(state, exchange) },
    { method: "DELETE", path, answer: (exchange) => remove(state, exchange) },
  ];
}

async function upload(state: State, polls: ProcessingPolls, { request }: Exchange): Promise<WireReply> {
  const { account } = authorize(state, request, "write:media");
  const fields = await readFields(request);
  const { file } = fields;
  if (!(file instanceof Blob) || file.size === 0) throw invalid("File can't be blank");
  const mimeType = sniffType(new Uint8Array(await file.slice(0, 16).arrayBuffer()));
  const kind = kindOf(mimeType);
  if (mimeType === undefined || kind === undefined) throw invalid("File content type is invalid, File is invalid");
  const limit = kind === "image" ? state.limits.maxImageBytes : state.limits.maxVideoBytes;
  if (file.size > limit) throw invalid(`File file size must be less than ${String(Math.floor(limit / 1_048_576))} MB`);
  const described = readDescription(state, fields);
  const fault = state.faults.waiting ? state.faults.takeMedia("POST /api/v2/media") : undefined;
  const media: Media = {
    id: nextId(state),
    owner: account,
    kind,
    mimeType,
    bytes: file.size,
    uploadedAt: state.now(),
    description: null,
    focus: null,
    ...described,
    looksLeft: looksOf(kind, polls, fault),
    failed: fault?.kind === "media-failure",
    attachedTo: null,
  };
  state.media.set(media.id, media);
  return json(toMedia(state, media), media.looksLeft > 0 ? 202 : 200);
}

/** Looks until it is ready or has failed: one more than the looks that find it in processing. */
function looksOf(kind: MediaKind, polls: ProcessingPolls, fault: OnMedia | undefined): number {
  if (fault?.kind === "media-failure") return 1;
  const processing = fault?.kind === "slow-media" ? fault.polls : kind === "image" ? polls.image : polls.video;
  return processing === 0 ? 0 : processing + 1;
}

function kindOf(mimeType: string | undefined): MediaKind | undefined {
  if (mimeType === undefined) return undefined;
  if (imageTypes.includes(mimeType)) return "image";
  if (videoTypes.includes(mimeType)) return "video";
  return mimeType.startsWith("audio/") ? "audio" : undefined;
}

/** 206 while it is processed, 200 when it is ready, 422 when it never will be. Each look brings it nearer. */
function show(state: State, exchange: Exchange): WireReply {
  const media = findUnattached(state, exchange);
  if (media.looksLeft > 0) media.looksLeft -= 1;
  if (media.looksLeft > 0) return json(toMedia(state, media), 206);
  if (media.failed) throw refuse(422, "Error processing thumbnail for uploaded media");
  return json(toMedia(state, media));
}

async function describe(state: State, exchange: Exchange): Promise<WireReply> {
  const media = findUnattached(state, exchange);
  Object.assign(media, readDescription(state, await readFields(exchange.request)));
  return json(toMedia(state, media));
}

function remove(state: State, exchange: Exchange): WireReply {
  state.media.delete(findUnattached(state, exchange).id);
  return json({});
}

function findUnattached(state: State, { request, params }: Exchange): Media {
  const { account } = authorize(state, request, "write:media");
  return requireUnattached(state, account, params["id"] ?? "");
}

function requireUnattached(state: State, account: Account, id: string): Media {
  const media = findMedia(state, account, id);
  if (media?.attachedTo !== null) throw missing();
  return media;
}

function readDescription(state: State, fields: Fields): Partial<Pick<Media, "description" | "focus">> {
  const { description, focus } = fields;
  const limit = state.limits.maxDescription;
  if (typeof description === "string" && countGraphemes(description) > limit) {
    throw invalid(`Description is too long (maximum is ${String(limit)} characters)`);
  }
  const [x, y] = typeof focus === "string" ? focus.split(",").map(Number) : [];
  return {
    ...(typeof description === "string" ? { description } : {}),
    ...(x !== undefined && y !== undefined ? { focus: [x, y] as const } : {}),
  };
}
