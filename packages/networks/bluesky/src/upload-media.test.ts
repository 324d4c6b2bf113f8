import type { PartMedia } from "@carecast/adapter";
import { describe, expect, test } from "vitest";
import {
  context,
  did,
  nowMs,
  refuse,
  scriptedAdapter,
  service,
  toPart,
  toSessionJson,
  type Answer,
} from "../test/scripted-network.ts";
import { readDraft } from "./to-record.ts";

const upload = "com.atproto.repo.uploadBlob";
const ask = "com.atproto.server.getServiceAuth";
const send = "app.bsky.video.uploadVideo";
const poll = "app.bsky.video.getJobStatus";

const toBlob = (name: string, mimeType: string) => ({ $type: "blob", ref: { $link: name }, mimeType, size: 8 });
const image: PartMedia = {
  kind: "image",
  mimeType: "image/png",
  blob: new Blob([new Uint8Array(8)]),
  alt: "A door.",
  width: 4,
  height: 3,
};
const video: PartMedia = { ...image, kind: "video", mimeType: "video/mp4", alt: "A film." };
const store: Answer = ({ headers }, times) => ({
  json: { blob: toBlob(`blob-${times}`, headers["content-type"] ?? "") },
});
const filmed = toBlob("film", "video/mp4");

describe("pictures", () => {
  test("go up with their type and come back in order, with alt text and shape", async () => {
    const { adapter, network } = scriptedAdapter({ [upload]: store });
    const plain: PartMedia = { ...image, mimeType: "image/jpeg", alt: "", width: 0 };
    const draft = await adapter.prepare(toPart({ media: [image, plain] }), context);
    expect(readDraft(draft).record.embed).toEqual({
      $type: "app.bsky.embed.images",
      images: [
        { image: toBlob("blob-0", "image/png"), alt: "A door.", aspectRatio: { width: 4, height: 3 } },
        { image: toBlob("blob-1", "image/jpeg"), alt: "" },
      ],
    });
    expect(network.requests.find(({ name }) => name === upload)?.body).toBe(image.blob);
    expect(draft.expiresAt).toBe("2026-08-20T11:00:00.000Z");
  });

  test("take the place of a link card", async () => {
    const { adapter } = scriptedAdapter({ [upload]: store });
    const card = { url: "https://example.org", title: "x" };
    const draft = await adapter.prepare(toPart({ media: [image], card }), context);
    expect(readDraft(draft).record.embed?.$type).toBe("app.bsky.embed.images");
  });

  test.each([
    [413, "PayloadTooLarge"],
    [400, "BlobTooLarge"],
  ])("that are refused (%d %s) are named", async (status, name) => {
    const { adapter } = scriptedAdapter({
      [upload]: (request, times) => (times === 0 ? store(request, times) : refuse(status, name)(request, times)),
    });
    await expect(adapter.prepare(toPart({ media: [image, image] }), context)).rejects.toMatchObject({
      code: "invalid-post",
      path: "media[1]",
      violations: [{ rule: "media-refused" }],
    });
  });

  test("whose answer names no file are no success", async () => {
    const { adapter } = scriptedAdapter({
      [upload]: () => ({ json: { blob: { cid: "old", mimeType: "image/png" } } }),
    });
    await expect(adapter.prepare(toPart({ media: [image] }), context)).rejects.toMatchObject({ code: "bad-response" });
  });
});

describe("a video", () => {
  const onBluesky = {
    "com.atproto.server.createSession": (() => ({
      json: toSessionJson("x", {
        didDoc: { service: [{ id: "#atproto_pds", serviceEndpoint: "https://morel.us-east.host.bsky.network" }] },
      }),
    })) as Answer,
  };
  const token: Answer = () => ({ json: { token: "video-token" } });

  test("on a server of one's own goes to that server", async () => {
    const { adapter, network } = scriptedAdapter({ [upload]: store });
    const { record } = readDraft(await adapter.prepare(toPart({ media: [video] }), context));
    expect(record.embed).toEqual({
      $type: "app.bsky.embed.video",
      video: toBlob("blob-0", "video/mp4"),
      alt: "A film.",
      aspectRatio: { width: 4, height: 3 },
    });
    expect(network.requests.at(-1)?.origin).toBe(service);
  });

  test("on Bluesky's servers goes to its video service, which is allowed to store it and nothing else", async () => {
    const { adapter, network } = scriptedAdapter({
      ...onBluesky,
      [ask]: token,
      [send]: () => ({ json: { jobId: "job-1", did, state: "JOB_STATE_CREATED" } }),
      [poll]: (_request, times) => ({
        json: { jobStatus: { jobId: "job-1", did, state: "JOB_STATE_ENCODING", ...(times === 2 && { blob: filmed }) } },
      }),
    });
    const { record } = readDraft(await adapter.prepare(toPart({ media: [video] }), context));
    expect(record.embed).toMatchObject({ $type: "app.bsky.embed.video", video: filmed });
    const [asked, sent, ...polled] = network.requests.slice(1);
    expect(Object.fromEntries(asked!.query)).toEqual({
      aud: "did:web:morel.us-east.host.bsky.network",
      lxm: "com.atproto.repo.uploadBlob",
      exp: String(nowMs / 1000 + 1800),
    });
    expect(sent).toMatchObject({
      origin: "https://video.bsky.app",
      headers: { authorization: "Bearer video-token", "content-type": "video/mp4" },
    });
    expect(sent?.query.get("did")).toBe(did);
    expect(polled.map(({ name, query }) => [name, query.get("jobId")])).toEqual(
      Array.from({ length: 3 }, () => [poll, "job-1"]),
    );
    expect(polled.every(({ headers }) => headers["authorization"] === undefined)).toBe(true);
  });

  test("goes to the service that the options name", async () => {
    const { adapter, network } = scriptedAdapter(
      {
        [ask]: token,
        [send]: () => ({ json: { jobStatus: { jobId: "1", did, state: "JOB_STATE_COMPLETED", blob: filmed } } }),
      },
      { videoService: "https://video.example.org" },
    );
    await adapter.prepare(toPart({ media: [video] }), context);
    expect(network.requests.at(-1)).toMatchObject({ name: send, origin: "https://video.example.org" });
  });

  test("that was sent before is the same video", async () => {
    const { adapter } = scriptedAdapter({
      ...onBluesky,
      [ask]: token,
      [send]: () => ({
        status: 409,
        json: {
          error: "already_exists",
          jobId: "job-0",
          did,
          state: "JOB_STATE_COMPLETED",
          message: "Video already processed",
        },
      }),
      [poll]: ({ query }) => ({
        json: { jobStatus: { jobId: query.get("jobId"), did, state: "JOB_STATE_COMPLETED", blob: filmed } },
      }),
    });
    expect(readDraft(await adapter.prepare(toPart({ media: [video] }), context)).record.embed).toMatchObject({
      video: filmed,
    });
  });

  test("that cannot be processed is refused by name", async () => {
    const { adapter } = scriptedAdapter({
      ...onBluesky,
      [ask]: token,
      [send]: () => ({ json: { jobId: "1", did, state: "JOB_STATE_CREATED" } }),
      [poll]: () => ({ json: { jobStatus: { jobId: "1", did, state: "JOB_STATE_FAILED", error: "planted words" } } }),
    });
    await expect(adapter.prepare(toPart({ media: [video] }), context)).rejects.toMatchObject({
      code: "invalid-post",
      path: "media[0]",
    });
  });

  test("that the service refuses for another reason is not there", async () => {
    const { adapter } = scriptedAdapter({ ...onBluesky, [ask]: token, [send]: refuse(401, "unconfirmed_email") });
    await expect(adapter.prepare(toPart({ media: [video] }), context)).rejects.toMatchObject({ code: "auth" });
  });

  test("that takes for ever is given up, and can be tried again", async () => {
    let ms = nowMs;
    const clock = { now: () => ms, sleep: (forMs: number) => ((ms += forMs), Promise.resolve()) };
    const { adapter } = scriptedAdapter({
      ...onBluesky,
      [ask]: token,
      [send]: () => ({ json: { jobId: "1", did, state: "JOB_STATE_CREATED" } }),
      [poll]: () => ({ json: { jobStatus: { jobId: "1", did, state: "JOB_STATE_ENCODING" } } }),
    });
    await expect(adapter.prepare(toPart({ media: [video] }), { ...context, clock })).rejects.toMatchObject({
      code: "platform",
      retryable: true,
      outcome: "not-sent",
    });
  });
});
