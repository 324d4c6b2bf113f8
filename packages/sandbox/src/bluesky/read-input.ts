import { readJson, type Fields } from "../shared/body.ts";
import type { WireRequest } from "../shared/wire.ts";
import { failure, invalidRequest } from "./refusals.ts";

const badBody = failure(400, "InvalidRequest", "Input must be an object");

/** The body of a procedure. */
export function readBody(request: WireRequest): Fields {
  const type = request.header("content-type");
  if (type === undefined) throw invalidRequest("Request encoding (Content-Type) required but not provided");
  if (!type.startsWith("application/json")) throw invalidRequest(`Wrong request encoding (Content-Type): ${type}`);
  return readJson(request, badBody);
}

export function requireString(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== "string" || value === "") throw invalidRequest(`Input must have the property "${name}"`);
  return value;
}

export function requireParam(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (value === null || value === "") throw invalidRequest(`Error: Params must have the property "${name}"`);
  return value;
}

export function readLimit(query: URLSearchParams, fallback: number): number {
  const limit = readBoundedInteger(query, "limit", fallback, 100);
  if (limit < 1) throw invalidRequest("Error: limit can not be less than 1");
  return limit;
}

export function readBoundedInteger(query: URLSearchParams, name: string, fallback: number, most: number): number {
  const given = query.get(name);
  if (given === null) return fallback;
  const value = Number(given);
  if (!Number.isInteger(value)) throw invalidRequest(`Error: ${name} must be an integer`);
  if (value < 0) throw invalidRequest(`Error: ${name} can not be less than 0`);
  if (value > most) throw invalidRequest(`Error: ${name} can not be greater than ${String(most)}`);
  return value;
}
