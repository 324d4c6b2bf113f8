/** What a token says of itself. The server is the judge of it, and a token may say nothing. */
export interface Claims {
  readonly iat?: unknown;
  readonly exp?: unknown;
  readonly scope?: unknown;
}

export function readClaims(jwt: string): Claims {
  try {
    const claims: unknown = JSON.parse(atob((jwt.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/")));
    return typeof claims === "object" && claims !== null ? claims : {};
  } catch {
    return {};
  }
}
