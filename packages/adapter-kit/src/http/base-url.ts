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
  const url = requireSafeOrigin(network, value, path, { secure: "https:", plain: "http:" });
  if (value.includes("?") || value.includes("#")) {
    throw new ConfigError(`${network}: ${path} must not have a query or fragment.`, { network, path });
  }
  return url.origin + url.pathname.replace(/\/+$/, "");
}

/**
 * `value` as a URL whose scheme is `secure`, or `plain` on this machine, and that holds no user name or password.
 *
 * @throws ConfigError naming `path`.
 */
export function requireSafeOrigin(
  network: string,
  value: string,
  path: string,
  { secure, plain }: { readonly secure: string; readonly plain: string },
): URL {
  const fail = (message: string): never => {
    throw new ConfigError(`${network}: ${path} ${message}`, { network, path });
  };
  const url = URL.canParse(value) ? new URL(value) : fail(`is not an absolute URL; write ${secure}//… with a host.`);
  if (url.protocol !== secure && !(url.protocol === plain && loopback.test(url.hostname))) {
    fail(`must begin with ${secure}// (${plain}// is allowed on this machine only).`);
  }
  if (url.username !== "" || url.password !== "") {
    fail("must not hold a user name or password; use the options for secrets.");
  }
  return url;
}
