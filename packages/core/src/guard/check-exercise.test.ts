import { describe, expect, test } from "vitest";

import { setScene } from "../../test/guard-scene.ts";

describe("an exercise", () => {
  const publishExercise = (text: string, ...names: ("press" | "practice")[]) => {
    const { care, fakes } = setScene();
    return { fakes, publishing: care.publish({ post: { text }, kind: "exercise" }, { channels: names }) };
  };

  test("reaches a channel that is marked for it", async () => {
    const { fakes, publishing } = publishExercise("EXERCISE: boil water.", "practice");
    expect((await publishing).ok).toBe(true);
    expect(fakes.practice.posts).toHaveLength(1);
  });

  test.each([
    ["exercise.channel", "EXERCISE: boil water.", ["practice", "press"]],
    ["exercise.prefix", "Boil water. EXERCISE", ["practice"]],
    ["exercise.denial", "EXERCISE: This is NOT a drill.", ["practice"]],
    ["exercise.denial", "EXERCISE: esto no es un simulacro", ["practice"]],
  ] as const)("is stopped by %s: %s", async (rule, text, names) => {
    const { fakes, publishing } = publishExercise(text, ...names);
    await expect(publishing).rejects.toMatchObject({ code: "blocked", violations: [{ rule }] });
    expect(fakes.practice.posts).toEqual([]);
  });
});
