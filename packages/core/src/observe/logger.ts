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
