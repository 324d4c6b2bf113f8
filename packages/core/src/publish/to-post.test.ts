import { describe, expect, test } from "vitest";

import type { Alert, AlertInfo } from "../index.ts";
import { readContent } from "./to-post.ts";

const info: AlertInfo = {
  category: ["Health"],
  event: "Boil water order",
  urgency: "Immediate",
  severity: "Severe",
  certainty: "Observed",
  senderName: "Riverton General Hospital",
  instruction: "Boil tap water.",
  expires: "2026-11-22T18:00:00-05:00",
};
const reference = { sender: "a@hospital.example.org", identifier: "r1", sent: "2026-11-20T09:00:00-05:00" };
const alert: Alert = { ...reference, status: "Actual", msgType: "Alert", scope: "Public", info: [info] };
const later: Alert = { ...alert, identifier: "r2", references: [reference] };

describe("the kind of a content", () => {
  test.each<[string, Alert]>([
    ["alert", alert],
    ["update", { ...later, msgType: "Update" }],
    ["cancellation", { ...later, msgType: "Cancel" }],
    ["allClear", { ...later, msgType: "Update", info: [{ ...info, responseType: ["AllClear"] }] }],
  ])("%s follows from the alert", (kind, content) => {
    expect(readContent(content, {})).toMatchObject({ kind, overflow: "shorten", notAfter: info.expires });
  });

  test("is what a marked post says, and post for everything else", () => {
    const post = { text: "Hello." };
    expect(readContent(post, {})).toEqual({ post, kind: "post", overflow: "reject" });
    expect(readContent({ post, kind: "story" }, {})).toEqual({ post, kind: "story", overflow: "reject" });
    const marked = { post, kind: "correction", overflow: "shorten", notAfter: "2026-11-22T18:00:00Z" };
    expect(readContent(marked, {})).toEqual(marked);
  });

  test.each([
    [{ post: { text: "x" } }, "kind"],
    [{ post: { text: "x" }, kind: "post", until: "x" }, "until"],
    [{ post: { words: "x" }, kind: "post" }, "post.text"],
    [{ post: { text: "x" }, kind: "post", notAfter: "tomorrow" }, "notAfter"],
    [null, ""],
  ])("%j is refused, and the place named", (content, path) => {
    expect(() => readContent(content, {})).toThrow(expect.objectContaining({ code: "invalid-post", path }));
  });
});
