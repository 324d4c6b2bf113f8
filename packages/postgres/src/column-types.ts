import type { CustomTypesConfig } from "pg";

const parsers = new Map<number, (text: string) => unknown>([
  // boolean
  [16, (text) => text === "t"],
  // bigint, integer, double precision; the sequences stay far below 2^53
  [20, Number],
  [23, Number],
  [701, Number],
  // json
  [114, (text) => JSON.parse(text) as unknown],
]);

/** Reads columns the same way whatever parsers the application has set for all of its queries. */
export const columnTypes: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: string) => {
    const parse = format === "binary" ? undefined : parsers.get(oid);
    return parse ?? ((value: unknown) => value);
  },
};
