import { isFields, parseJson, type Fields } from "../shared/body.ts";
import type { WireRequest } from "../shared/wire.ts";
import { findProblem, type ObjectSchema, type Schema } from "./lexicon.ts";
import { invalidRequest } from "./refusals.ts";

/** The body of a procedure, as its lexicon wants it. */
export function readBody(request: WireRequest, schema: ObjectSchema): Fields {
  const type = request.header("content-type");
  if (type === undefined) throw invalidRequest("Request encoding (Content-Type) required but not provided");
  if (!type.startsWith("application/json")) throw invalidRequest(`Wrong request encoding (Content-Type): ${type}`);
  const body = parseJson(request, (message) => invalidRequest(message, "SyntaxError"));
  const problem = findProblem(schema, body, "$");
  if (problem !== undefined || !isFields(body)) throw invalidRequest(problem ?? "Expected object value type at $");
  return body;
}

/** The parameters of a query, as its lexicon wants them. */
export function readParams({ path, query }: WireRequest, schema: ObjectSchema): Fields {
  const params: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(schema.properties)) {
    const given = query.getAll(name);
    if (given.length > 0) params[name] = readParam(property, given);
  }
  const problem = findProblem(schema, params, "$")?.replace(/ at \$\S*$/, "");
  if (problem !== undefined) throw invalidRequest(`Invalid ${path.replace("/xrpc/", "")} params: ${problem}`);
  return params;
}

/** What cannot be read stays as it is, for the check to find. */
function readParam(schema: Schema, given: readonly string[]): unknown {
  if (schema.type === "array") return given;
  const [first = ""] = given;
  if (schema.type === "integer" && /^-?\d+$/.test(first)) return Number(first);
  if (schema.type === "boolean" && /^(?:true|false)$/.test(first)) return first === "true";
  return first;
}

/** A field that its lexicon has made sure of. */
export function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === "string" ? value : "";
}

export function numberOf(fields: Fields, name: string, fallback: number): number {
  const value = fields[name];
  return typeof value === "number" ? value : fallback;
}
