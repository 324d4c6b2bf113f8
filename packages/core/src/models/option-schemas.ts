import * as z from "zod/mini";

/** Options that several calls share. */
export const signalSchema = z.custom<AbortSignal>((value) => value instanceof AbortSignal, "must be an AbortSignal.");

export const channelsSchema = z.array(z.string()).check(z.minLength(1));

/** A name that the ledger keeps for ever: of a publication, of a listener. */
export const lastingNameSchema = z
  .string()
  .check(z.regex(/^[A-Za-z0-9._-]{1,60}$/, "must be 1 to 60 letters, digits, dots, - or _."));
