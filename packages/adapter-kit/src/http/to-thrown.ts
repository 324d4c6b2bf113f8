import { BadResponseError, isCarecastError, NetworkError, type ErrorDetails } from "@carecast/adapter";
import type { HttpRequest } from "./http-types.ts";
import { ShapeError } from "./reader.ts";

/**
 * What the caller of `request` gets in place of `error`: an abort as it is, and otherwise an error of the contract
 * that names the network and knows whether the request can have had an effect.
 */
export function toThrown(error: unknown, network: string, { irreversible, signal }: HttpRequest): unknown {
  const detailsFor = (mayBeLive: boolean): ErrorDetails => ({
    network,
    outcome: irreversible === true && mayBeLive ? "unknown" : "not-sent",
  });
  if (error instanceof ShapeError) {
    return new BadResponseError(`${network}: the answer ${error.message}.`, detailsFor(true));
  }
  if (isCarecastError(error)) {
    const details = detailsFor(error.outcome === "unknown");
    // Only the transport's errors lack a network; all others were made for the caller.
    if (error.network !== undefined) return error;
    if (error.code === "network") return new NetworkError(`${network}: ${error.message}`, details);
    if (error.code === "bad-response") return new BadResponseError(`${network}: ${error.message}`, details);
    return error;
  }
  if (signal?.aborted === true && error === signal.reason) return error;
  // A transport from outside may throw what prints the whole request.
  const name = error instanceof Error && /^\w{1,64}$/.test(error.name) ? ` (${error.name})` : "";
  return new NetworkError(`${network}: the request failed${name}.`, { ...detailsFor(true), retryable: false });
}
