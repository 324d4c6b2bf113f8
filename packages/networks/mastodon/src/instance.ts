import { reader } from "@carecast/adapter-kit";
import * as z from "zod/mini";

/**
 * What an instance says of itself, unread: versions and forks differ, and one limit in another form must not stop
 * anybody from publishing.
 *
 * @see https://docs.joinmastodon.org/entities/Instance/
 */
export type Instance = Readonly<Record<string, unknown>>;

export const readInstance: (value: unknown) => Instance = reader(z.looseObject({}));

/** What stands at `path`, such as `configuration.statuses.max_characters`. */
export function readField(instance: Instance, path: string): unknown {
  let value: unknown = instance;
  for (const name of path.split(".")) {
    value = typeof value === "object" && value !== null ? (value as Instance)[name] : undefined;
  }
  return value;
}

/** The limit at `path`, or `otherwise` where there is none that makes sense. */
export function readLimit(instance: Instance, path: string, otherwise: number): number {
  const value = readField(instance, path);
  return Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : otherwise;
}
