import { createTransport } from "@carecast/adapter-kit/portable";
import type { BlueskyOptions } from "../src/index.ts";

type Transport = NonNullable<BlueskyOptions["transport"]>;
type ProfileRecord = Readonly<Record<string, unknown>>;

/** Another program of the same account, which reads and writes its profile past the adapter. */
export interface OtherProgram {
  read(): Promise<ProfileRecord | undefined>;
  write(record: ProfileRecord): Promise<void>;
  upload(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<unknown>;
}

export async function openProfile(service: string, identifier: string, password: string): Promise<OtherProgram> {
  const at = `${service}/xrpc/`;
  const login = await post(`${at}com.atproto.server.createSession`, {}, { identifier, password });
  const { did: repo, accessJwt } = login as { did: string; accessJwt: string };
  const place = { repo, collection: "app.bsky.actor.profile", rkey: "self" };
  const authorization = `Bearer ${accessJwt}`;
  return {
    async read() {
      const response = await fetch(`${at}com.atproto.repo.getRecord?${new URLSearchParams(place).toString()}`);
      return response.ok ? ((await response.json()) as { value: ProfileRecord }).value : undefined;
    },
    async write(record) {
      await post(`${at}com.atproto.repo.putRecord`, { authorization }, { ...place, record });
    },
    async upload(body, type) {
      const headers = { authorization, "content-type": type };
      const response = await fetch(`${at}com.atproto.repo.uploadBlob`, { method: "POST", headers, body });
      return ((await response.json()) as { blob: unknown }).blob;
    },
  };
}

async function post(url: string, headers: Readonly<Record<string, string>>, json: object): Promise<unknown> {
  const given = { ...headers, "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers: given, body: JSON.stringify(json) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  return response.json();
}

/** A transport with which something happens just before each write of a record. */
export function interruptWrites(interrupt: (time: number) => Promise<void>): Transport {
  const transport = createTransport();
  let times = 0;
  return {
    async send(request) {
      if (request.url.includes("putRecord")) await interrupt((times += 1));
      return transport.send(request);
    },
  };
}
