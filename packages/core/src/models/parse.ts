import { ConfigError, InvalidPostError, type Violation } from "@carecast/adapter";
import type * as z from "zod/mini";

interface Problem {
  readonly path: string;
  readonly message: string;
}

/**
 * Reads content of the caller. Throws `InvalidPostError` with every problem, each with its path.
 *
 * `at` is where the value lies in a larger one. `T` is the interface written by hand for readers; the schema is its guard at run time. The cast joins the two:
 * zod cannot express keys that exclude each other, which the interfaces do.
 */
export function parseContent<T>(what: string, schema: z.ZodMiniType, value: unknown, at = ""): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data as T;
  const problems = listProblems(result.error.issues, at ? [at] : []);
  const violations: Violation[] = problems.map((problem) => ({ ...problem, rule: "shape" }));
  throw new InvalidPostError(`This ${what} cannot be read. ${summarise(violations)}`, violations);
}

/** Reads options of the caller, as `parseContent` does. Throws `ConfigError` whose `path` is the first wrong option. */
export function parseOptions<T>(what: string, schema: z.ZodMiniType, value: unknown, at = ""): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data as T;
  const problems = listProblems(result.error.issues, at ? [at] : []);
  throw new ConfigError(`The options of ${what} cannot be read. ${summarise(problems)}`, {
    path: problems[0]?.path ?? "",
  });
}

function summarise(problems: readonly Problem[]): string {
  return problems.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join(" ");
}

type Issue = z.core.$ZodIssue;

function listProblems(issues: readonly Issue[], prefix: readonly PropertyKey[] = []): Problem[] {
  return issues.flatMap((issue) => {
    const path = [...prefix, ...issue.path];
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({
        path: writePath([...path, key]),
        message: "is not known here. Remove it, or correct its name.",
      }));
    const branch = issue.code === "invalid_union" ? closestBranch(issue.errors) : undefined;
    return branch ? listProblems(branch, path) : [{ path: writePath(path), message: describe(issue) }];
  });
}

/** The alternative that the caller most likely meant: the one that objects to a place inside the value. */
function closestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches.find((issues) => issues.some((issue) => issue.path.length > 0 || issue.code === "unrecognized_keys"));
}

/** Never repeats the value: it may be somebody's words. */
function describe(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return `is missing, or is not a ${issue.expected}.`;
    case "invalid_value":
      return `must be one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}.`;
    case "too_small":
      return issue.origin === "string"
        ? "must not be empty."
        : `must be at least ${issue.minimum} ${unitOf(issue.origin)}.`;
    case "too_big":
      return `must be at most ${issue.maximum} ${unitOf(issue.origin)}.`;
    default:
      return issue.message === "Invalid input" ? "has the wrong form." : issue.message;
  }
}

function unitOf(origin: string): string {
  if (origin === "string") return "characters long";
  return origin === "array" ? "long" : "";
}

/** `media[0].alt`, as JavaScript would write it. */
function writePath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((written, key) => {
    if (typeof key === "number") return `${written}[${key}]`;
    return written ? `${written}.${String(key)}` : String(key);
  }, "");
}
