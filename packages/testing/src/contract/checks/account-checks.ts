import type { CallContext, CheckResult } from "@carecast/adapter";
import { type ContractCheck, member } from "../check.ts";
import { findLeaks, needlesOf } from "../find-leaks.ts";
import type { Stage } from "../stage.ts";
import { demand, demandEqual, print } from "../violation.ts";
import { findNonJson } from "./find-non-json.ts";

export const accountChecks: readonly ContractCheck[] = [
  {
    promise: "account reading",
    name: "reads the figures of its own account",
    needs: [member("profile")],
    run: async (stage) => {
      const profile = await stage.adapter.profile?.(undefined, contextOf(stage));
      demand(profile !== undefined, "profile answers nothing");
      demandText(profile.id, "id");
      demandHandle(profile.handle);
      for (const name of ["followers", "following", "posts"] as const) {
        const figure = profile[name];
        demand(figure === undefined || (Number.isSafeInteger(figure) && figure >= 0), `${name} is ${print(figure)}`);
      }
      demandEqual(findNonJson(profile, "profile"), undefined, "what JSON would lose");
    },
  },
  {
    promise: "account reading",
    name: "reads its own newest posts, newest first, at most as many as asked for",
    needs: [member("recentPosts")],
    run: async (stage) => {
      const ids: string[] = [];
      for (let count = 0; count < 3; count += 1) ids.push((await stage.publish(stage.part())).id);
      const texts = new Map((await stage.posts()).map(({ id, text }) => [id, text]));
      const posts = (await stage.adapter.recentPosts?.(undefined, 2, contextOf(stage))) ?? [];
      demandEqual(
        posts.map(({ ref }) => ref.id),
        ids.slice(1).toReversed(),
        "ids",
      );
      for (const { ref, text, createdAt } of posts) {
        demandEqual(text, texts.get(ref.id), "text");
        demand(Number.isFinite(Date.parse(createdAt)), `createdAt is ${print(createdAt)}`);
      }
    },
  },
  {
    promise: "account reading",
    name: "calls an account with a good credential ready",
    needs: [member("check")],
    run: async (stage) => {
      const result = await check(stage, "working");
      demandEqual(result.ready, true, "ready");
      demandEqual(
        result.problems.filter(({ level }) => level === "stop"),
        [],
        "problems that stop",
      );
      if (result.account) demandHandle(result.account.handle);
      if (result.expiresAt !== undefined) demand(Number.isFinite(Date.parse(result.expiresAt)), "expiresAt is no date");
    },
  },
  {
    promise: "account reading",
    name: "calls an account with a wrong credential not ready and says why, without an error",
    needs: [member("check")],
    run: async (stage) => {
      const result = await check(stage, "wrong-credential");
      demandEqual(result.ready, false, "ready");
      demand(
        result.problems.some(({ level, message }) => level === "stop" && message !== ""),
        "no problem is named",
      );
      const leaks = findLeaks(result, needlesOf(stage.secrets));
      demand(leaks.length === 0, `the result carries a secret in ${leaks.join(", ")}`);
    },
  },
];

async function check(stage: Stage, variant: "working" | "wrong-credential"): Promise<CheckResult> {
  const result = await (await stage.create(variant)).check?.(contextOf(stage));
  demand(result !== undefined, "check answers nothing");
  return result;
}

const contextOf = ({ clock }: Stage): CallContext => ({ clock, lane: "routine" });

function demandText(value: string, path: string): void {
  demand(typeof value === "string" && value !== "", `${path} is ${print(value)}`);
}

function demandHandle(handle: string): void {
  demandText(handle, "handle");
  demand(!handle.startsWith("@"), "the handle begins with @");
}
