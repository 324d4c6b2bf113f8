/** What a server answered, body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; asking for it of anything else throws. */
  json<Shape>(): Shape;
}

export interface Ask {
  readonly token?: string | undefined;
  readonly json?: unknown;
  readonly form?: FormData;
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One raw request, for checks that no client library smooths over. */
export async function ask(url: string, method: string, options: Ask = {}): Promise<Answer> {
  const headers = new Headers(options.headers);
  if (options.token !== undefined) headers.set("authorization", `Bearer ${options.token}`);
  if (options.json !== undefined) headers.set("content-type", "application/json");
  if (options.type !== undefined) headers.set("content-type", options.type);
  const body = options.json === undefined ? (options.form ?? options.body) : JSON.stringify(options.json);
  const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: <Shape>() => JSON.parse(text) as Shape };
}
