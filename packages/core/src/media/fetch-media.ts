import { isCarecastError, NetworkError, type Clock } from "@carecast/adapter";
import { builtinModule } from "./builtin-module.ts";
import { isPublicAddress, isPublicHost } from "./is-public-host.ts";
import { invalidMedia } from "./media-fault.ts";
import { openUrl, type Lookup, type UrlAnswer } from "./open-url.ts";

/** What fetching one picture or video from an address may cost. */
export interface FetchLimits {
  /** Default 104,857,600 (100 MiB). */
  readonly maxBytes?: number;
  /** The whole of it in milliseconds, redirects and body included. Default 60,000. */
  readonly timeoutMs?: number;
}

export interface FetchMediaOptions {
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  readonly fetchLimits?: FetchLimits | undefined;
}

/** Where names become addresses, and which of these may be connected to. A test brings its own. */
export interface Internet {
  /** `undefined` where the runtime keeps this to itself. */
  readonly lookup: Lookup | undefined;
  readonly isPublicAddress: (address: string) => boolean;
}

const maxRedirects = 3;

/**
 * Fetches the bytes behind an `https` address on the public internet, on any port, without cookies or credentials.
 *
 * Every redirect, three at most, is checked like the first address. On Node each address that a name resolves to
 * is checked too, and the connection is bound to it. **Elsewhere only names and literal addresses are checked**:
 * what a name resolves to is then up to the runtime.
 *
 * @throws InvalidPostError for an address that is not allowed, the refusal of its server, or too large a file
 * @throws NetworkError where no answer came, not in time, or for a passing failure (408, 429, 5xx)
 */
export async function fetchMedia(
  address: string,
  path: string,
  options: FetchMediaOptions,
  internet = publicInternet(),
): Promise<Blob> {
  const { clock, signal: stop, fetchLimits: { maxBytes = 104_857_600, timeoutMs = 60_000 } = {} } = options;
  stop?.throwIfAborted();
  const done = new AbortController();
  const late = new AbortController();
  const wait = clock.sleep(timeoutMs, done.signal);
  void wait.then(() => late.abort()).catch(() => undefined);
  const signal = AbortSignal.any(stop ? [stop, late.signal] : [late.signal]);
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error));
  });
  try {
    // A race, because a name lookup does not listen to the signal.
    return await Promise.race([download(address, path, maxBytes, signal, internet), aborted]);
  } catch (error) {
    stop?.throwIfAborted();
    if (late.signal.aborted) throw unreachable(path, `took longer than ${timeoutMs} ms`);
    // The errors of HTTP clients carry the address.
    throw isCarecastError(error) ? error : unreachable(path, "cannot be reached");
  } finally {
    done.abort();
  }
}

async function download(
  address: string,
  path: string,
  maxBytes: number,
  signal: AbortSignal,
  internet: Internet,
): Promise<Blob> {
  let url = checkUrl(address, path);
  for (let redirects = 0; ; redirects += 1) {
    const answer = await openUrl(url, signal, checkedLookup(internet, path));
    try {
      const { status } = answer;
      if (status === 200) return await readBody(answer, path, maxBytes);
      if (status === 408 || status === 429 || status >= 500) {
        throw unreachable(path, `fails with status ${status}`, status);
      }
      const location = status > 300 && status < 309 ? answer.header("location") : null;
      if (location === null || redirects === maxRedirects) {
        // A browser shows a redirect as status 0.
        const remedy = "Give the final address of a public file, or attach its bytes.";
        throw invalidMedia(path, "media-address", `The address answers with status ${status}. ${remedy}`, status);
      }
      url = checkUrl(location, path, url);
    } finally {
      answer.discard();
    }
  }
}

function checkUrl(address: string, path: string, base?: URL): URL {
  const url = URL.canParse(address, base?.href) ? new URL(address, base) : undefined;
  if (url?.protocol !== "https:" || url.username || url.password) {
    throw invalidMedia(path, "media-address", "Not an https address without credentials. Give one, or attach bytes.");
  }
  if (!isPublicHost(url.hostname)) throw closedAddress(path);
  return url;
}

function checkedLookup({ lookup, isPublicAddress }: Internet, path: string): Lookup | undefined {
  return (
    lookup &&
    (async (name) => {
      const found = await lookup(name);
      if (!found.every(({ address }) => isPublicAddress(address))) throw closedAddress(path);
      return found;
    })
  );
}

async function readBody(answer: UrlAnswer, path: string, maxBytes: number): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const check = (bytes: number): void => {
    if (bytes <= maxBytes) return;
    throw invalidMedia(path, "media-too-large", `More than ${maxBytes} bytes. Give a smaller file or a larger limit.`);
  };
  check(Number(answer.header("content-length")));
  for await (const chunk of answer.body) {
    size += chunk.length;
    check(size);
    chunks.push(chunk);
  }
  return new Blob(chunks);
}

function closedAddress(path: string): Error {
  return invalidMedia(path, "media-address", "The address is not on the public internet. Attach the bytes instead.");
}

function unreachable(path: string, what: string, status?: number): NetworkError {
  return new NetworkError(`${path}: The address ${what}. Try again later, or attach the bytes.`, {
    path,
    ...(status !== undefined && { status }),
  });
}

function publicInternet(): Internet {
  const dns = builtinModule<{ lookup(name: string, options: { all: true }): ReturnType<Lookup> }>("node:dns/promises");
  return { lookup: dns && ((name) => dns.lookup(name, { all: true })), isPublicAddress };
}
