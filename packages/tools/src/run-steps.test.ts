import { expect, test } from "vitest";
import { chooseSteps, runSteps, type Step, type StepResult } from "./run-steps.ts";

const step = (name: string, needs: readonly string[] = [], alone = false): Step => ({
  name,
  command: [name],
  needs,
  alone,
});

/** Runs the steps with programs that end when the test says so. */
function begin(steps: readonly Step[], width: number, failing: readonly string[] = []) {
  const running = new Map<string, () => void>();
  const reported: StepResult[] = [];
  let now = 0;
  const done = runSteps(steps, width, {
    run: ({ name }) =>
      new Promise((resolve) => {
        running.set(name, () => {
          running.delete(name);
          now += 1000;
          resolve({ exitCode: failing.includes(name) ? 3 : 0, output: `${name} speaks` });
        });
      }),
    now: () => now,
    report: (result) => void reported.push(result),
  });
  const finish = async (name: string): Promise<void> => {
    running.get(name)?.();
    await new Promise(setImmediate);
  };
  return { running: () => [...running.keys()], finish, done, reported };
}

test("runs as many at a time as it may, in order, each after what it needs", async () => {
  const run = begin([step("build"), step("pack", ["build"]), step("lint"), step("types")], 2);
  expect(run.running()).toEqual(["build", "lint"]);
  await run.finish("lint");
  expect(run.running()).toEqual(["build", "types"]);
  await run.finish("build");
  expect(run.running()).toEqual(["types", "pack"]);
  await run.finish("types");
  await run.finish("pack");
  expect((await run.done).map(({ name, state }) => `${name} ${state}`)).toEqual([
    "build passed",
    "pack passed",
    "lint passed",
    "types passed",
  ]);
});

test("skips what needs a failed step, also indirectly, and goes on with the rest", async () => {
  const run = begin([step("smoke", ["pack"]), step("pack", ["build"]), step("build"), step("lint")], 1, ["build"]);
  expect(run.running()).toEqual(["build"]);
  await run.finish("build");
  expect(run.running()).toEqual(["lint"]);
  await run.finish("lint");
  expect((await run.done).map(({ state }) => state)).toEqual(["skipped", "skipped", "failed", "passed"]);
  expect(run.reported.find(({ name }) => name === "build")).toEqual({
    name: "build",
    state: "failed",
    durationMs: 1000,
    output: "build speaks",
  });
});

test("leaves a step alone that asks for it", async () => {
  const run = begin([step("lint"), step("test", [], true)], 4);
  expect(run.running()).toEqual(["test"]);
  await run.finish("test");
  expect(run.running()).toEqual(["lint"]);
  await run.finish("lint");
  await run.done;
});

test("refuses steps that need each other", async () => {
  await expect(begin([step("a", ["b"]), step("b", ["a"])], 2).done).rejects.toThrow("circle");
});

test("chooses steps with what they need, in the order of the list", () => {
  const all = [step("build"), step("lint"), step("pack", ["build"]), step("attw", ["pack"])];
  expect(chooseSteps(all, ["attw"]).map(({ name }) => name)).toEqual(["build", "pack", "attw"]);
  expect(chooseSteps(all, [])).toBe(all);
  expect(() => chooseSteps(all, ["nothing"])).toThrow("There is no step nothing, only build, lint, pack, attw.");
});
