import * as z from "zod/mini";

/** Where log lines go: pino fits, and so does any object with these four methods. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** What a line says beside its message. Never a text, a token, a name of a person, or an address with a query. */
export type LogFields = Readonly<Record<string, LogValue>>;

export type LogValue = string | number | boolean | Readonly<Record<string, string | number | boolean>>;

const methods = ["debug", "info", "warn", "error"] as const;

/** Hands on the very object: a copy of a logger has lost what its methods need. */
export const loggerSchema = z.custom<Logger>(
  isLogger,
  "must be a logger with debug, info, warn and error, such as pino().",
);

function isLogger(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    methods.every((name) => name in value && typeof (value as Partial<Logger>)[name] === "function")
  );
}
