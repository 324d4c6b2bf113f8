import { json, Refusal, type WireReply } from "../shared/wire.ts";

export function failure(status: number, error: string, message: string): WireReply {
  return json({ error, message }, status);
}

export function refuse(status: number, error: string, message: string): Refusal {
  return new Refusal(failure(status, error, message));
}

export function invalidRequest(message: string, error = "InvalidRequest"): Refusal {
  return refuse(400, error, message);
}

export const internalError = failure(500, "InternalServerError", "Internal Server Error");

/** `expected` is the HTTP method of a method that exists. */
export function refuseMethod(given: string, expected: string | undefined): WireReply {
  if (expected === undefined) return failure(501, "MethodNotImplemented", "Method Not Implemented");
  return failure(400, "InvalidRequest", `Incorrect HTTP method (${given}) expected ${expected}`);
}
