import { describe, expect, test } from "vitest";

import { marked, reason, setStage } from "./fixtures/stage.ts";

/** How each of these ends, in the order of the alphabet: whichever comes first wins. */
async function endings(...acts: readonly Promise<unknown>[]): Promise<readonly string[]> {
  const results = await Promise.allSettled(acts);
  const ends = results.map((result) =>
    result.status === "fulfilled" ? "done" : `refused: ${(result.reason as { readonly path?: string }).path}`,
  );
  return ends.sort();
}

describe("of two who decide at the same moment", () => {
  test("one breaks the glass", async () => {
    const { approvals } = setStage();
    const { hash } = await approvals.request(marked("alert"), { id: "boil", author: "writer" });
    const breaking = ["head of press", "duty physician"].map((by) =>
      approvals.breakGlass("boil", { by, hash, reason }),
    );
    expect(await endings(...breaking)).toEqual(["done", "refused: id"]);
  });

  test("and are one person, the first word stays", async () => {
    const { approvals } = setStage();
    const { hash } = await approvals.request(marked("alert"), { id: "boil", author: "writer" });
    const [one, other] = await Promise.all(
      ["nobody answers", "nobody is there"].map((why) =>
        approvals.breakGlass("boil", { by: "head of press", hash, reason: why }),
      ),
    );
    expect(one?.glass).toEqual(other?.glass);
    expect((await approvals.status("boil")).glass).toEqual(one?.glass);
  });

  test("one says no", async () => {
    const { approvals } = setStage();
    await approvals.request(marked("alert"), { id: "boil", author: "writer" });
    const refusing = approvals.reject("boil", { by: "head of press", reason });
    const withdrawing = approvals.withdraw("boil", { by: "writer", reason });
    expect(await endings(refusing, withdrawing)).toEqual(["done", "refused: id"]);
  });

  test("and are one person, one vote counts", async () => {
    const { approvals } = setStage();
    const { hash } = await approvals.request(marked("alert"), { id: "boil", author: "writer" });
    const approving = [1, 2].map(() => approvals.approve("boil", { by: "head of press", hash }));
    expect(await endings(...approving)).toEqual(["done", "refused: by"]);
    expect((await approvals.status("boil")).approvedBy).toEqual(["head of press"]);
  });

  test("one gets the id that both ask for", async () => {
    const { approvals } = setStage();
    const asking = ["Boil it.", "Do not boil it."].map((text) =>
      approvals.request(marked("alert", text), { id: "boil", author: "writer" }),
    );
    expect(await endings(...asking)).toEqual(["done", "refused: id"]);
  });
});
