import type { ContentKind } from "@carecast/core";
import { expect, test } from "vitest";

import { openDesk, openSandbox, playApprovers } from "./index.ts";

const hospital = { author: "press desk", approvers: [{ id: "duty physician", roles: [] }], allow: {} };

async function publishUnasked(kind: ContentKind, text: string): Promise<unknown> {
  const stage = await openSandbox(["en"], "2026-11-22T16:00:00-05:00");
  await using desk = await openDesk(stage, hospital, playApprovers, () => {});
  return await desk.care.publish({ post: { text, language: "en" }, kind }).then(
    ({ ok }) => ok,
    (error: unknown) => error,
  );
}

test("what nobody has to approve goes out", async () => {
  expect(await publishUnasked("serviceNotice", "Open as usual.")).toBe(true);
});

test("what people have to approve does not go out past them", async () => {
  const error = await publishUnasked("closureNotice", "Ambulances are being sent to other hospitals.");
  expect(error).toMatchObject({ code: "blocked", violations: [{ rule: "approval.missing" }] });
});

test("what looks like a patient does not go out", async () => {
  const error = await publishUnasked("serviceNotice", "MRN 00123456 has left.");
  expect(error).toMatchObject({ code: "blocked" });
});
