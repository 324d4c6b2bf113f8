import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { ChannelCheck, CheckReport } from "./check-channels.ts";
import { measureWidth } from "./columns.ts";
import { formatCheckReport } from "./format-check-report.ts";

const press: ChannelCheck = {
  channel: "press",
  network: "mastodon",
  ready: true,
  account: { id: "1", handle: "ward", url: "https://social.example.org/@ward" },
  expiresAt: "2026-11-27T10:00:00Z",
  scopes: { granted: ["read"], missing: ["write:media", "read:statuses"] },
  quota: { remaining: 297, limit: 300 },
  problems: [{ level: "warn", message: "The credential ends on 2026-11-27. Renew it." }],
  api: { version: "v1", sunset: "2027-01-31" },
  limits: "live",
};

const wards: ChannelCheck = {
  channel: "wards",
  network: "bluesky",
  ready: false,
  problems: [{ level: "stop", message: "The credential was revoked." }],
  api: { version: "atproto" },
  limits: "documented",
};

const kitchen: ChannelCheck = {
  ...wards,
  channel: "kitchen",
  ready: true,
  problems: [],
  account: { id: "2", handle: "病院の食堂" },
  scopes: { granted: [], missing: [] },
};

const report: CheckReport = { ready: false, channels: [press, wards, kitchen] };

describe("formatCheckReport", () => {
  test("is a table, then the problems, then the sum", () => {
    expect(formatCheckReport(report)).toBe(
      [
        "CHANNEL  NETWORK   STATE    ACCOUNT     CREDENTIAL        SCOPES     QUOTA    API                  LIMITS",
        "press    mastodon  warning  ward        until 2026-11-27  2 missing  297/300  v1 until 2027-01-31  live",
        "wards    bluesky   STOPPED  -           -                 -          -        atproto              documented",
        "kitchen  bluesky   ready    病院の食堂  -                 all        -        atproto              documented",
        "",
        "press: warn: The credential ends on 2026-11-27. Renew it.",
        "wards: stop: The credential was revoked.",
        "",
        "2 of 3 channels ready",
        "",
      ].join("\n"),
    );
  });

  test("is a list where a table does not fit", () => {
    expect(formatCheckReport({ ...report, channels: [press, wards] }, { width: 40 })).toBe(
      [
        "press",
        "  network: mastodon",
        "  state: warning",
        "  account: ward",
        "  credential: until 2026-11-27",
        "  scopes: 2 missing",
        "  quota: 297/300",
        "  api: v1 until 2027-01-31",
        "  limits: live",
        "wards",
        "  network: bluesky",
        "  state: STOPPED",
        "  api: atproto",
        "  limits: documented",
        "",
        "press: warn: The credential ends on",
        "    2026-11-27. Renew it.",
        "wards: stop: The credential was revoked.",
        "",
        "1 of 2 channels ready",
        "",
      ].join("\n"),
    );
  });

  test("shows webhooks where a network tells", () => {
    const channels = [{ ...wards, webhook: "inactive" } as const];
    expect(formatCheckReport({ ...report, channels })).toMatch(/WEBHOOK +LIMITS\n.* inactive +documented\n/);
  });

  test("fits the width, whatever networks call accounts and however long the problems are", () => {
    const words = fc.string({ unit: "grapheme", maxLength: 60 });
    fc.assert(
      fc.property(words, words, fc.integer({ min: 20, max: 160 }), (handle, message, width) => {
        const channels = [{ ...press, account: { id: "1", handle }, problems: [{ level: "warn", message }] }] as const;
        const lines = formatCheckReport({ ...report, channels }, { width }).split("\n");
        expect(Math.max(...lines.map(measureWidth))).toBeLessThanOrEqual(width);
      }),
    );
  });

  test("loses no word to the width", () => {
    const message = Array.from({ length: 40 }, (_, number) => `word${number}`).join(" ");
    const channels = [{ ...wards, problems: [{ level: "stop", message }] }] as const;
    const text = formatCheckReport({ ...report, channels }, { width: 30 });
    expect(text.replaceAll(/\s+/g, " ")).toContain(message);
    const long = [{ ...wards, problems: [{ level: "stop", message: "x".repeat(200) }] }] as const;
    expect(formatCheckReport({ ...report, channels: long }, { width: 30 }).match(/x/g)).toHaveLength(200);
  });

  test("cannot steer a terminal", () => {
    const handle = "ward\u001b[31m\u0007\u202e\r\n";
    const problems = [{ level: "warn", message: `Say \u001b]0;gone\u0007 it.\u2066` }] as const;
    const text = formatCheckReport({ ...report, channels: [{ ...press, account: { id: "1", handle }, problems }] });
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    expect(text).toContain("ward[31m  ");
  });

  test("is short when nothing is there", () => {
    expect(formatCheckReport({ ...report, channels: [] })).toContain("0 of 0 channels ready");
  });
});
