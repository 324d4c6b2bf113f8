import { ConfigError } from "@carecast/adapter";
import * as z from "zod/mini";

/**
 * The options of a factory, read by `schema`. Keys that the schema does not know are an error.
 *
 * @param factory the name of the factory, for the message: `mastodon`.
 * @throws ConfigError that names the option and what to do, never its value.
 */
export function parseOptions<T>(factory: string, schema: z.core.$ZodType<T>, input: unknown): T {
  refuseUnknownKeys(factory, schema, input);
  const result = z.safeParse(schema, input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = z.core.toDotPath(issue?.path ?? []);
  if (issue?.code === "unrecognized_keys")
    throw unknownOption(factory, [path, issue.keys[0] ?? ""].filter(Boolean).join("."), []);
  if (path === "") throw new ConfigError(`${factory}: write the options as one object.`);
  throw new ConfigError(`${factory}: option ${path} ${describe(issue, valueAt(input, issue?.path ?? []))}.`, { path });
}

function refuseUnknownKeys(factory: string, schema: z.core.$ZodType, input: unknown): void {
  if (!(schema instanceof z.core.$ZodObject) || typeof input !== "object" || input === null) return;
  const known = Object.keys(schema._zod.def.shape);
  const key = Object.keys(input).find((each) => !known.includes(each));
  if (key !== undefined) throw unknownOption(factory, key, known);
}

function unknownOption(factory: string, path: string, known: readonly string[]): ConfigError {
  const hint = known.length > 0 ? ` Known options: ${known.join(", ")}.` : " Remove it or correct its spelling.";
  return new ConfigError(`${factory}: there is no option ${path.slice(0, 64)}.${hint}`, { path: path.slice(0, 64) });
}

function describe(issue: z.core.$ZodIssue | undefined, value: unknown): string {
  if (value === undefined) return "is missing";
  // zod/mini ships no texts: a message other than its placeholder was written by the schema's author.
  if (issue !== undefined && issue.message !== "" && issue.message !== "Invalid input")
    return issue.message.replace(/\.$/, "");
  if (issue?.code === "invalid_type") return `must be a ${issue.expected}`;
  if (issue?.code === "too_small")
    return `must be at least ${String(issue.minimum)}${issue.origin === "string" ? " characters long" : ""}`;
  if (issue?.code === "too_big")
    return `must be at most ${String(issue.maximum)}${issue.origin === "string" ? " characters long" : ""}`;
  if (issue?.code === "invalid_value")
    return `must be one of ${issue.values.map((each) => JSON.stringify(each)).join(", ")}`;
  return "is not valid";
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path)
    value = typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;
  return value;
}
