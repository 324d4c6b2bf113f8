import { describe, expect, it } from "vitest";
import type { Ledger } from "../ledger.ts";
import { sampleDelivery, sampleMedia, samplePublication } from "./samples.ts";

/** What `add` keeps, and what it refuses as a whole. */
export function describeAdding(ledger: () => Ledger): void {
  describe("add", () => {
    it("keeps a publication, its deliveries and its media", async () => {
      const publication = samplePublication("p1", {
        kind: "story",
        tags: ["flu", ""],
        campaign: "autumn",
        fallback: { wards: { instead: "press", at: 1_767_225_660_000.5 } },
        quorum: { atLeast: 2, at: 1_767_225_720_000 },
        repeat: {
          cron: "0 9 * * 1",
          timeZone: "Europe/Vienna",
          occurrence: 3,
          lateMs: 5,
          until: "2026-06-01T00:00:00Z",
        },
        safety: { approval: "a1", consents: ["c1", "c2"], purpose: "fundraising", overridden: [] },
      });
      const full = sampleDelivery("p1", "press", 0, {
        state: "delivered",
        dueAt: null,
        attempts: 2,
        part: {
          text: "Two pictures",
          language: "pt-BR",
          audience: "unlisted",
          contentWarning: "injury",
          media: [{ kind: "image", mimeType: "image/jpeg", mediaId: "m1", alt: "", width: 4, height: 3 }],
          card: { url: "https://example.org/", title: "Example hospital" },
          poll: { options: ["yes", "no"], closesAt: "2026-02-01T00:00:00Z", multiple: false },
        },
        firstSentAt: 1_767_225_600_001.5,
        draft: { body: { status: "Two pictures", media_ids: ["7"], nothing: null }, expiresAt: "2026-01-02T00:00:00Z" },
        receipt: { state: "delivered", id: "9", at: "2026-01-01T00:00:00Z", ids: ["9", "10"], data: [1, { a: "b" }] },
        error: { code: "network", message: "lost", outcome: "unknown", retryable: true, retryAt: 5, status: 502 },
        decision: { as: "resend", by: "duty officer", reason: "not on the page", at: 1_767_225_600_004 },
        revisedAt: 1_767_225_600_002,
        retractedAt: 1_767_225_600_003,
        purgedAt: 1_767_225_600_005,
      });
      const { language: _, ...plain } = sampleDelivery("p1", "wards", 0, { dueAt: 0.5 });
      expect(await ledger().add(publication, [full, plain], [sampleMedia("m1")])).toEqual([]);

      expect(await ledger().publication("p1")).toStrictEqual(publication);
      expect(await ledger().deliveries({ publicationId: "p1" })).toStrictEqual([full, plain]);
      const blob = await ledger().media("m1");
      expect(blob?.type).toBe("image/jpeg");
      expect([...new Uint8Array((await blob?.arrayBuffer())!)]).toEqual([0xff, 0xd8, 1]);
    });

    it("keeps a publication without anything that may be left out", async () => {
      const bare = { id: "p1", createdAt: 0, priority: "emergency", kind: "alert", fingerprint: "f" } as const;
      await ledger().add(bare, [], []);
      expect(await ledger().publication("p1")).toStrictEqual(bare);
      expect(await ledger().deliveries({ publicationId: "p1" })).toEqual([]);
    });

    it("keeps text as it is: joined emoji, NUL, lone surrogates, quotes", async () => {
      const part = {
        text: "\u{1F468}\u200D\u{1F469}\u200D\u{1F467} \0 \uD800 ' \" \\ \u2028",
        audience: "public",
        media: [],
      } as const;
      await ledger().add(samplePublication("p1"), [sampleDelivery("p1", "press", 0, { part })], []);
      expect((await ledger().deliveries({}))[0]?.part).toStrictEqual(part);
    });

    it("refuses a known publication and stores nothing of the second", async () => {
      await ledger().add(samplePublication("p1"), [sampleDelivery("p1", "press")], []);
      const again = ledger().add(
        samplePublication("p1", { fingerprint: "other" }),
        [sampleDelivery("p1", "wards")],
        [sampleMedia("m1")],
      );
      await expect(again).rejects.toMatchObject({ code: "ledger", path: "publication.id" });
      expect(await ledger().publication("p1")).toStrictEqual(samplePublication("p1"));
      expect(await ledger().deliveries({})).toStrictEqual([sampleDelivery("p1", "press")]);
      expect(await ledger().media("m1")).toBeUndefined();
    });

    it("stores nothing when one delivery is known, and everything that came with it in the same turn", async () => {
      await ledger().add(samplePublication("p1"), [sampleDelivery("p1", "press")], []);
      const clash = sampleDelivery("p2", "wards", 1, { id: "p1.press.0" });
      const results = await Promise.allSettled([
        ledger().add(samplePublication("p3"), [sampleDelivery("p3", "press")], []),
        ledger().change("p1.press.0", "queued", { state: "preparing" }, 5),
        ledger().add(samplePublication("p2"), [sampleDelivery("p2", "press"), clash], [sampleMedia("m2")]),
        ledger().add(samplePublication("p4"), [sampleDelivery("p4", "press")], []),
        ledger().markHandled({ listener: "desk", channel: "press", eventId: "e1", cursor: "c1", at: 1 }),
      ]);

      expect(results.map((result) => result.status)).toEqual([
        "fulfilled",
        "fulfilled",
        "rejected",
        "fulfilled",
        "fulfilled",
      ]);
      expect(results[2]).toMatchObject({ reason: { code: "ledger", path: "deliveries" } });
      expect(results[1]).toMatchObject({ value: "changed" });
      expect(await ledger().publication("p2")).toBeUndefined();
      expect(await ledger().media("m2")).toBeUndefined();
      expect((await ledger().deliveries({})).map(({ id, state }) => `${id} ${state}`).sort()).toEqual([
        "p1.press.0 preparing",
        "p3.press.0 queued",
        "p4.press.0 queued",
      ]);
      expect(await ledger().cursor("desk", "press")).toBe("c1");
    });

    it.each([
      ["a delivery of another publication", [sampleDelivery("p2", "press")], "deliveries[0].publicationId"],
      ["the same delivery twice", [sampleDelivery("p1", "press"), sampleDelivery("p1", "press")], "deliveries"],
    ])("refuses %s", async (_, deliveries, path) => {
      const adding = ledger().add(samplePublication("p1"), deliveries, []);
      await expect(adding).rejects.toMatchObject({ code: "ledger", path });
      expect(await ledger().publication("p1")).toBeUndefined();
      expect(await ledger().deliveries({})).toEqual([]);
    });

    it("keeps media once, however many publications carry them", async () => {
      await ledger().add(samplePublication("p1"), [], [sampleMedia("m1", 1), sampleMedia("m2", 2)]);
      await ledger().add(samplePublication("p2"), [], [sampleMedia("m1", 1), sampleMedia("m1", 1)]);
      expect((await ledger().media("m1"))?.size).toBe(3);
      expect((await ledger().media("m2"))?.size).toBe(3);
      expect(await ledger().media("m3")).toBeUndefined();
    });

    it("knows nothing of what was never added", async () => {
      expect(await ledger().publication("p1")).toBeUndefined();
      expect(await ledger().deliveries({ publicationId: "p1" })).toEqual([]);
      expect(await ledger().deliveries({})).toEqual([]);
    });
  });
}
