import type { PlainOptions, PlainServer } from "../plain/build-plain.ts";
import { startSandbox } from "../start-sandbox.ts";
import { ask, type Answer, type Ask } from "./ask.ts";
import { png } from "./files.ts";

export interface OpenPlain extends AsyncDisposable {
  readonly server: PlainServer;
  /** One request with the token of the first account. */
  call(method: string, path: string, options?: Ask): Promise<Answer>;
  post(json: Readonly<Record<string, unknown>>, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Uploads the smallest picture and gives its id. */
  upload(alt?: string): Promise<string>;
}

export async function openPlain(options: Omit<PlainOptions, "baseUrl"> = {}): Promise<OpenPlain> {
  const sandbox = await startSandbox({ mastodon: 0, bluesky: 0, plain: [options] });
  const server = sandbox.plain;
  const call: OpenPlain["call"] = (method, path, more = {}) =>
    ask(server.baseUrl + path, method, { token: server.accounts[0]?.token, ...more });
  return {
    server,
    call,
    post: (json, headers = {}) => call("POST", "/v1/posts", { json, headers }),
    async upload(alt = "A door") {
      const form = new FormData();
      form.append("file", new Blob([png]));
      form.append("alt", alt);
      return (await call("POST", "/v1/media", { form })).json<{ id: string }>().id;
    },
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}
