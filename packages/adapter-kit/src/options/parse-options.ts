import { ConfigError } from "@carecast/adapter";
import type { Schema, SchemaIssue } from "./schema.ts";
import { toPath } from "./to-path.ts";

/**
 * The options of a factory, read by `schema`. Keys that the schema does not know are an error, whether it is strict
 * or not.
 *
 * @param factory the name of the factory, for the message: `mastodon`.
 * @throws ConfigError that names the option and what to do, never its value.
 */
export function parseOptions<T>(factory: string, schema: Schema<T>, input: unknown): T {
  refuseUnknownKeys(factory, schema, input);
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = toPath(issue?.path ?? []);
  if (issue?.keys !== undefined) throw unknownOption(factory, toPath([...issue.path, issue.keys[0] ?? ""]), []);
  if (issue === undefined || path === "") throw new ConfigError(`${factory}: write the options as one object.`);
  throw new ConfigError(`${factory}: option ${path} ${describe(issue, input)}.`, { path });
}

function refuseUnknownKeys(factory: string, schema: Schema<unknown>, input: unknown): void {
  if (schema.def?.shape === undefined || typeof input !== "object" || input === null) return;
  const known = Object.keys(schema.def.shape);
  const key = Object.keys(input).find((each) => !known.includes(each));
  if (key !== undefined) throw unknownOption(factory, key, known);
}

function unknownOption(factory: string, name: string, known: readonly string[]): ConfigError {
  // Who passes options in the wrong place may pass a secret as a name.
  const path = /^[\w.[\]-]{1,40}$/.test(name) ? name : undefined;
  const hint = known.length > 0 ? `Known options: ${known.join(", ")}.` : "Remove it or correct its spelling.";
  return new ConfigError(
    `${factory}: there is no option ${path ?? "with that name"}. ${hint}`,
    path === undefined ? {} : { path },
  );
}

function describe(issue: SchemaIssue, input: unknown): string {
  if (valueAt(input, issue.path) === undefined) return "is missing";
  // zod/mini ships no texts: a message other than its placeholder was written by the schema's author.
  if (issue.message !== "" && issue.message !== "Invalid input") return issue.message.replace(/\.$/, "");
  const unit = issue.origin === "string" ? " characters long" : "";
  if (issue.expected !== undefined) return `must be a ${issue.expected}`;
  if (issue.minimum !== undefined) return `must be at least ${issue.minimum}${unit}`;
  if (issue.maximum !== undefined) return `must be at most ${issue.maximum}${unit}`;
  if (issue.values !== undefined) return `must be one of ${issue.values.map(String).join(", ")}`;
  return "is not valid";
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) value = isRecord(value) ? value[key] : undefined;
  return value;
}

function isRecord(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === "object" && value !== null;
}
