import { requireSafeOrigin } from "./base-url.ts";
import type { HttpRequest } from "./http-types.ts";

export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/**
 * The address of `request`, by joining texts: parsing a URL for each request costs more than all else here.
 *
 * @throws ConfigError with path `url` for one that is neither `https:` nor on this machine.
 */
export function toUrl(network: string, baseUrl: string, { path = "", url, query }: HttpRequest): string {
  // Without the slash a path such as "@other.example" would change the host.
  let address = baseUrl + (path.startsWith("/") ? path : `/${path}`);
  if (url !== undefined) {
    const parsed = requireSafeOrigin(network, url, "url", { secure: "https:", plain: "http:" });
    parsed.hash = "";
    address = parsed.href;
  }
  if (query !== undefined) address += writeQuery(query);
  // fetch would write it as ASCII by itself, undici refuses it.
  return /[^!-~]/.test(address) ? new URL(address).href : address;
}

/** `query` as it follows a path, `?` included; keys without a value are left out, lists repeat their key. */
function writeQuery(query: Query): string {
  let text = "";
  for (const key in query) {
    const value = query[key];
    if (value === undefined) continue;
    for (const each of Array.isArray(value) ? (value as readonly string[]) : [value as string | number | boolean]) {
      text += `${text === "" ? "?" : "&"}${encodeURIComponent(key)}=${encodeURIComponent(String(each).toWellFormed())}`;
    }
  }
  return text;
}
