import type { OnMedia } from "../faults/fault.ts";
import { readForm, type Fields } from "../shared/body.ts";
import type { Exchange, Route } from "../shared/router.ts";
import { sniffType } from "../shared/sniff-type.ts";
import { toIso } from "../shared/to-iso.ts";
import { json, type WireReply } from "../shared/wire.ts";
import { authorize } from "./accounts.ts";
import { refuse } from "./refusals.ts";
import { nextId, type Media, type State } from "./state.ts";
import { findMedia } from "./write-post.ts";

export function mediaRoutes(state: State): readonly Route[] {
  return [
    { method: "POST", path: "/v1/media", answer: (exchange) => upload(state, exchange) },
    { method: "GET", path: "/v1/media/:id", answer: (exchange) => show(state, exchange) },
  ];
}

const types = ["image/png", "image/jpeg"];
const maxBytes = 1_000_000;

async function upload(state: State, exchange: Exchange): Promise<WireReply> {
  const { request, at } = exchange;
  const account = authorize(state, exchange);
  const { file, alt = "" } = await readForm(request, request.header("content-type") ?? "").catch(noFields);
  if (!(file instanceof Blob) || typeof alt !== "string") throw refuse(422, "no-file");
  const type = sniffType(new Uint8Array(await file.slice(0, 16).arrayBuffer()));
  if (type === undefined || !types.includes(type)) throw refuse(422, "bad-type");
  if (file.size > maxBytes) throw refuse(422, "too-large");
  const fault = state.faults.waiting ? state.faults.takeMedia("POST /v1/media") : undefined;
  const media: Media = {
    id: `media-${nextId(state)}`,
    alt,
    until: at + state.mediaLifeMs,
    looksLeft: looksOf(state, fault),
    failed: fault?.kind === "media-failure",
    attached: false,
  };
  account.media.set(media.id, media);
  return json(toMedia(media));
}

const noFields = (): Fields => ({});

/** One more than the looks that find it in processing. */
function looksOf({ mediaPolls }: State, fault: OnMedia | undefined): number {
  if (fault?.kind === "media-failure") return 1;
  const processing = fault?.kind === "slow-media" ? fault.polls : mediaPolls;
  return processing === 0 ? 0 : processing + 1;
}

/** Each look brings it nearer. */
function show(state: State, exchange: Exchange): WireReply {
  const media = findMedia(authorize(state, exchange), exchange.params["id"] ?? "", exchange.at);
  if (media === undefined) throw refuse(404, "not-found");
  if (media.looksLeft > 0) media.looksLeft -= 1;
  return json(toMedia(media));
}

function toMedia({ id, until, looksLeft, failed }: Media): Readonly<Record<string, unknown>> {
  return { id, state: looksLeft > 0 ? "processing" : failed ? "failed" : "ready", expiresAt: toIso(until) };
}
