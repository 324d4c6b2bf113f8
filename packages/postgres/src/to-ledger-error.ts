import { CarecastError, LedgerError } from "@carecast/adapter";
import pg from "pg";

interface Remedy {
  readonly message: string;
  /** Whether the same call can succeed later, once somebody or something else has finished or made room. */
  readonly retryable?: boolean;
}

const unreachable: Remedy = {
  message:
    "cannot be reached; check that the database runs and that the connection string leads to it, then try again.",
  retryable: true,
};
const refused: Remedy = {
  message: "refuses the login; check the user, the password and the database in the connection string.",
};
const busy: Remedy = {
  message: "is locked or too slow at the moment; look at what else runs on the database, or try again.",
  retryable: true,
};
const unkept: Remedy = { message: "was given a value that it cannot keep." };

/** By SQLSTATE, or its first two characters (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const remedies: Readonly<Record<string, Remedy>> = {
  "08": unreachable,
  "22": unkept,
  "23": unkept,
  "25006": {
    message: "may only be read; connect to the server that takes writes, or wait until this one does.",
    retryable: true,
  },
  "25": { message: "lost a transaction that took too long; try again.", retryable: true },
  "28": refused,
  "3D000": refused,
  "3F000": { message: "is not there any more; restore it from a backup." },
  "40": busy,
  "42501": {
    message: "may not be used by this user; grant it the schema and what is in it, or the right to create both.",
  },
  "42P01": { message: "is not there any more; restore it from a backup." },
  "53100": { message: "has no room to grow; free space on the disk of the database, then try again.", retryable: true },
  "53300": {
    message: "has no connection left; raise max_connections or connect fewer programs, then try again.",
    retryable: true,
  },
  "53": { message: "lacks memory or another resource; look at the database, then try again.", retryable: true },
  "54": { message: "cannot take a value this large; send a smaller file." },
  "55": busy,
  "57014": busy,
  "57": unreachable,
  "58": {
    message: "could not be read or written; look at the disk of the database and what is left of it.",
    retryable: true,
  },
  XX: { message: "is damaged; keep it as it is and restore a backup beside it." },
};

/**
 * The `LedgerError` for what the driver, pg-boss or the database threw, with the remedy. It repeats nothing of the original,
 * whose text may quote values and whose properties may hold the connection string.
 */
export function toLedgerError(error: unknown, schema: string): CarecastError {
  if (error instanceof CarecastError) return error;
  const { message, retryable = false } = findRemedy(error);
  return new LedgerError(`The ledger in the Postgres schema ${schema} ${message}`, { retryable });
}

function findRemedy(error: unknown): Remedy {
  if (error instanceof RangeError) return remedies["54"] ?? unkept;
  // Whatever is no answer of the server says that there was none.
  if (!(error instanceof pg.DatabaseError)) return unreachable;
  const { code = "" } = error;
  return remedies[code] ?? remedies[code.slice(0, 2)] ?? { message: `could not be used (SQLSTATE ${code}).` };
}
