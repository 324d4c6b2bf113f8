import type { DatabaseSync } from "node:sqlite";
import type { Statements } from "./statements.ts";

/** Why a transaction was taken back. */
interface Failure {
  readonly error: unknown;
  /** Whether the work failed, and not what is around it. */
  readonly inWork: boolean;
}

/** Runs `work` in a transaction that may write. */
export type Transact = (work: () => void) => Failure | undefined;

/** `check` runs first in every transaction and throws when nothing may be written any more. */
export function createTransact(database: DatabaseSync, prepare: Statements, check: () => void): Transact {
  function rollBack(): void {
    if (database.isTransaction) prepare("ROLLBACK").run();
  }

  return (work) => {
    let inWork = false;
    try {
      // On a disk that fails, even the rollback before may have failed.
      rollBack();
      prepare("BEGIN IMMEDIATE").run();
      check();
      inWork = true;
      work();
      inWork = false;
      prepare("COMMIT").run();
      return undefined;
    } catch (error) {
      try {
        rollBack();
      } catch {
        // The next transaction begins with it. What matters to the caller is what came before.
      }
      return { error, inWork };
    }
  };
}
