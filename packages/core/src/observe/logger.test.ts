import { pino } from "pino";
import { expect, test } from "vitest";
import * as z from "zod/mini";

import { parseOptions } from "../models/parse.ts";
import { loggerSchema } from "./logger.ts";

const schema = z.strictObject({ logger: z.optional(loggerSchema) });

test("a logger is handed on as it is: a copy of pino cannot write", () => {
  const logger = pino({ level: "silent" });
  expect(parseOptions<{ logger: unknown }>("createCarecast", schema, { logger }).logger).toBe(logger);
  expect(parseOptions<{ logger: unknown }>("createCarecast", schema, { logger: console }).logger).toBe(console);
});

test.each([
  null,
  "pino",
  () => undefined,
  {},
  { debug: () => 0, info: () => 0, warn: () => 0 },
  { ...console, error: 1 },
])("%o is no logger", (logger) => {
  const read = (): unknown => parseOptions("createCarecast", schema, { logger });
  expect(read).toThrow(expect.objectContaining({ code: "config", path: "logger" }));
});
