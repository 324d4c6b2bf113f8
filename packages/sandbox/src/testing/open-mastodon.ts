import { startSandbox, type MastodonOptions, type MastodonServer } from "../index.ts";
import { ask, type Answer, type Ask } from "./ask.ts";
import { createStillClock, type StillClock } from "./still-clock.ts";

/** A Mastodon server of one test, and short ways to ask it. */
export interface OpenMastodon extends AsyncDisposable {
  readonly server: MastodonServer;
  readonly clock: StillClock;
  /** A request with the token of the first account, unless `options` has another. */
  call(method: string, path: string, options?: Ask): Promise<Answer>;
  /** Creates a status from JSON fields. */
  post(fields: unknown, options?: Ask): Promise<Answer>;
  /** Uploads a file. */
  upload(file: Uint8Array<ArrayBuffer>, fields?: Readonly<Record<string, string>>): Promise<Answer>;
}

export async function openMastodon(options: MastodonOptions = {}): Promise<OpenMastodon> {
  const clock = createStillClock();
  const sandbox = await startSandbox({ bluesky: 0, mastodon: [options], clock });
  const server = sandbox.mastodon;
  const call = (method: string, path: string, more: Ask = {}): Promise<Answer> =>
    ask(server.baseUrl + path, method, { token: server.accessToken, ...more });
  return {
    server,
    clock,
    call,
    post: (fields, more) => call("POST", "/api/v1/statuses", { json: fields, ...more }),
    upload(file, fields = {}) {
      const form = new FormData();
      form.set("file", new Blob([file]));
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      return call("POST", "/api/v2/media", { form });
    },
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}
