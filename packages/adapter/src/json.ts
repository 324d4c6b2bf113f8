/** A value that survives `JSON.parse(JSON.stringify(value))` unchanged: what the ledger can journal. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
