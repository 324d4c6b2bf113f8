import { ConfigError } from "@carecast/adapter";

/**
 * An instant as people read it, always with its zone: in `timeZone` where one is given, else in the offset that the
 * alert itself names.
 *
 * @throws ConfigError for a zone that the IANA list does not have.
 */
export function writeExpiry(instant: string, language: string, timeZone: string | undefined): string {
  const format = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  if (timeZone !== undefined) {
    try {
      return new Intl.DateTimeFormat(language, { ...format, timeZone, timeZoneName: "short" }).format(
        new Date(instant),
      );
    } catch {
      throw new ConfigError(`timeZone: this is not a time zone of the IANA list. Write it as in Europe/Paris.`, {
        path: "timeZone",
      });
    }
  }
  const offset = /(?:Z|[+-]\d\d:\d\d)$/.exec(instant)?.[0] ?? "Z";
  // The clock on the wall of that offset is UTC of the text without its offset.
  const wall = new Date(`${instant.slice(0, -offset.length)}Z`);
  const zone = /^(?:Z|[+-]00:00)$/.test(offset) ? "UTC" : `UTC${offset}`;
  return `${new Intl.DateTimeFormat(language, { ...format, timeZone: "UTC" }).format(wall)} (${zone})`;
}
