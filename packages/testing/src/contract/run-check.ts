import type { ContractCheck } from "./check.ts";
import type { ContractHarness } from "./harness.ts";
import { createStage } from "./stage.ts";

/** Why `check` cannot be tried on this adapter with this harness; `undefined` if it can. */
export type SkipReason = string | undefined;

/** Tries one check. Throws where the promise is broken; answers the reason where it cannot be tried. */
export async function runCheck(
  check: ContractCheck,
  harness: ContractHarness,
  patienceMs: number,
): Promise<SkipReason> {
  const stage = await createStage(harness, patienceMs);
  try {
    const { adapter, capabilities } = stage;
    const missing = check.needs?.find((need) => !need.isMet({ adapter, capabilities, harness }));
    if (missing) return missing.notice;
    await check.run(stage);
    return undefined;
  } finally {
    await stage.end();
  }
}
