import { isCarecastError, NetworkError, type Clock } from "@carecast/adapter";
import { builtinModule } from "./builtin-module.ts";
import { isPublicAddress, isPublicHost } from "./is-public-host.ts";
import { invalidMedia, MediaFault } from "./media-fault.ts";
import { openUrl, type Machine, type UrlAnswer } from "./open-url.ts";

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

/** Every machine that a name stands for, at least one. */
type Lookup = (name: string) => Promise<readonly Machine[]>;

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
 * @throws NetworkError where no answer came, not in time, or for a passing failure (429, 5xx)
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
    if (error instanceof MediaFault) throw invalidMedia(path, error);
    // The errors of HTTP clients carry the address.
    throw isCarecastError(error) ? error : unreachable(path, late.signal.aborted ? "is too slow" : "cannot be reached");
  } finally {
    done.abort();
  }
}

async function download(
  address: string,
  path: string,
  maxBytes: number,
  signal: AbortSignal,
  { lookup, isPublicAddress }: Internet,
): Promise<Blob> {
  let url: URL | undefined;
  let next = address;
  for (let redirects = 0; ; redirects += 1) {
    url = checkUrl(next, url);
    const machines = await lookup?.(url.hostname.replace(/[[\]]/g, ""));
    if (machines?.some((machine) => !isPublicAddress(machine.address))) throw closed();
    const answer = await openUrl(url, signal, machines);
    try {
      const { status } = answer;
      if (status === 200) return await readBody(answer, maxBytes);
      if (status === 429 || status >= 500) throw unreachable(path, "fails for now", status);
      const location = status > 300 && status < 309 ? answer.header("location") : null;
      // A browser shows a redirect as status 0.
      if (location === null || redirects === maxRedirects) {
        throw new MediaFault(
          "media-address",
          `The address answers ${status}. Give the final one, or attach the bytes.`,
        );
      }
      next = location;
    } finally {
      answer.discard();
    }
  }
}

function checkUrl(address: string, base: URL | undefined): URL {
  const url = URL.canParse(address, base?.href) ? new URL(address, base) : undefined;
  if (url?.protocol !== "https:" || url.username || url.password) {
    throw new MediaFault("media-address", "Not an https address without credentials. Give one, or attach the bytes.");
  }
  if (!isPublicHost(url.hostname)) throw closed();
  return url;
}

async function readBody({ header, body }: UrlAnswer, maxBytes: number): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const tooLarge = new MediaFault("media-too-large", `More than ${maxBytes} bytes. Give a smaller file.`);
  if (Number(header("content-length")) > maxBytes) throw tooLarge;
  let left = maxBytes;
  for await (const chunk of body) {
    left -= chunk.length;
    if (left < 0) throw tooLarge;
    chunks.push(chunk);
  }
  return new Blob(chunks);
}

function closed(): MediaFault {
  return new MediaFault("media-address", "Not an address on the public internet. Attach the bytes instead.");
}

function unreachable(path: string, what: string, status?: number): NetworkError {
  return new NetworkError(`${path}: The address ${what}. Try again later, or attach the bytes.`, {
    path,
    ...(status && { status }),
  });
}

function publicInternet(): Internet {
  const dns = builtinModule<{ lookup(name: string, options: { all: true }): ReturnType<Lookup> }>("node:dns/promises");
  return { lookup: dns && ((name) => dns.lookup(name, { all: true })), isPublicAddress };
}
