import { basename } from "node:path";
import { CarecastError, LedgerError } from "@carecast/adapter";

interface Remedy {
  readonly message: string;
  /** Whether the same call can succeed later, once somebody or something else has finished or made room. */
  readonly retryable?: boolean;
}

const notWritable: Remedy = {
  message: "may not be written; give this program the right to write the file and its directory.",
  retryable: true,
};

const locked: Remedy = {
  message: "is locked by another process; close the one that holds it, or try again.",
  retryable: true,
};

const foreign: Remedy = { message: "is not a Carecast ledger and was left as it is; choose another path." };

/** By SQLite's primary result code (https://www.sqlite.org/rescode.html). */
const remediesBySqliteCode: Readonly<Record<number, Remedy>> = {
  5: locked,
  6: { message: "is locked by another connection; try again.", retryable: true },
  8: notWritable,
  10: { message: "could not be read or written; look at the disk and what is left of it.", retryable: true },
  11: { message: "is damaged; keep it as it is and restore a backup to another path." },
  13: { message: "has no room to grow; free space on its disk, then try again.", retryable: true },
  14: { message: "cannot be opened; check that its directory exists and that this program may write there." },
  15: locked,
  18: { message: "cannot take a value this large; send a smaller file." },
  26: foreign,
};

const remediesBySystemCode: Readonly<Record<string, Remedy>> = {
  ENOENT: { message: "cannot be created; make its directory first." },
  ENOTDIR: { message: "cannot be created; its directory is a file." },
  EISDIR: { message: "is a directory; give the path of a file." },
  EACCES: notWritable,
  EPERM: notWritable,
  EROFS: notWritable,
  ENOSPC: { message: "has no room to grow; free space on its disk, then try again.", retryable: true },
};

/**
 * The `LedgerError` for what SQLite or the file system threw, with the name of the file and the remedy. It repeats
 * nothing of the original, whose text may quote values.
 */
export function toLedgerError(error: unknown, path: string): CarecastError {
  if (error instanceof CarecastError) return error;
  const { errcode, code } = error as { readonly errcode?: unknown; readonly code?: unknown };
  const remedy =
    typeof errcode === "number"
      ? // The low byte is the primary code, the rest says it in more detail.
        (remediesBySqliteCode[errcode & 0xff] ?? { message: `could not be used (SQLite result ${errcode}).` })
      : ((typeof code === "string" ? remediesBySystemCode[code] : undefined) ?? {
          message: "was given a value that it cannot keep.",
        });
  return explain(path, remedy);
}

/** The error for a file that something else wrote. */
export function foreignFileError(path: string): LedgerError {
  return explain(path, foreign);
}

function explain(path: string, { message, retryable = false }: Remedy): LedgerError {
  return new LedgerError(`The file ${basename(path)} ${message}`, { retryable });
}
