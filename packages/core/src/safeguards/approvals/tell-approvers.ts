import type { ApprovalNotice, Approver } from "./approval-policy.ts";
import { changeRecord, type Desk } from "./desk.ts";

/** Whoever is not told by then has to be called: the one who decided alone waits for the list. */
const tellWithinMs = 10_000;

/**
 * Tells those of `untold` who are still approvers, and stores who could not be. Everybody stands there before the first is told, so that a crash
 * forgets nobody.
 *
 * @returns who could not be told.
 */
export async function tellApprovers(
  desk: Desk,
  notice: ApprovalNotice,
  untold: readonly string[],
): Promise<readonly string[]> {
  const results = await Promise.all(
    untold.map(async (id) => {
      const approver = desk.policy.approvers.find((other) => other.id === id);
      return !approver || (await tellOne(desk, approver, notice)) ? [] : [id];
    }),
  );
  const left = results.flat();
  if (left.length < untold.length) await changeRecord(desk, notice.approval, (stored) => ({ ...stored, untold: left }));
  return left;
}

async function tellOne({ policy, clock }: Desk, approver: Approver, notice: ApprovalNotice): Promise<boolean> {
  const { tell } = policy;
  if (!tell) return false;
  const told = new AbortController();
  const telling = async (): Promise<boolean> => {
    await tell(approver, notice);
    return true;
  };
  const waiting = async (): Promise<boolean> => {
    await clock.sleep(tellWithinMs, told.signal);
    return false;
  };
  try {
    return await Promise.race([telling(), waiting()]);
  } catch {
    // What it threw may hold anything: that this approver was not told is all that counts.
    return false;
  } finally {
    told.abort();
  }
}
