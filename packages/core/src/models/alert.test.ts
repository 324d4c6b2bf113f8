import { describe, expect, test } from "vitest";

import { alertPost, parseAlert, type Alert } from "../index.ts";

const receipt: Alert = {
  identifier: "riverton-2026-9",
  sender: "alerts@hospital.example.org",
  sent: "2026-11-20T09:00:00-05:00",
  status: "Actual",
  msgType: "Ack",
  scope: "Public",
  references: [
    { sender: "alerts@hospital.example.org", identifier: "riverton-2026-8", sent: "2026-11-20T08:00:00-05:00" },
  ],
  info: [],
};

describe("an alert without an info block", () => {
  test("is one: messages between machines and cancellations have none", () => {
    for (const msgType of ["Alert", "Cancel", "Ack"] as const)
      expect(parseAlert({ ...receipt, msgType })).toEqual({ ...receipt, msgType });
  });

  test("never becomes a post", () => {
    expect(() => alertPost({ ...receipt, msgType: "Cancel" })).toThrow(
      expect.objectContaining({ code: "invalid-post", message: expect.stringContaining("info block") as string }),
    );
  });
});

test("the list of blocks has to be there", () => {
  const { info: _info, ...without } = receipt;
  expect(() => parseAlert(without)).toThrow(expect.objectContaining({ path: "info" }));
});
