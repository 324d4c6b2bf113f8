import { ConfigError } from "@carecast/adapter";

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|[a-z0-9-]+\.localhost)$/;

/**
 * The address of a service as an option: `https:`, or `http:` on this machine only, without credentials, query or
 * fragment. A token must not travel in clear text.
 *
 * @returns the address without a trailing slash.
 * @throws ConfigError naming `path`, never the address, which may hold a password.
 */
export function parseBaseUrl(network: string, value: string, path = "baseUrl"): string {
  const fail = (message: string): never => {
    throw new ConfigError(`${network}: ${path} ${message}`, { network, path });
  };
  const url = URL.canParse(value) ? new URL(value) : fail("is not an absolute URL; write https://… with a host.");
  if (url.protocol !== "https:" && !(url.protocol === "http:" && loopback.test(url.hostname))) {
    fail("must begin with https:// (http:// is allowed on this machine only).");
  }
  if (url.username !== "" || url.password !== "") fail("must not hold a user name or password; use the secret options.");
  if (url.search !== "" || url.hash !== "" || value.includes("?") || value.includes("#")) {
    fail("must not have a query or fragment.");
  }
  return url.origin + url.pathname.replace(/\/+$/, "");
}
