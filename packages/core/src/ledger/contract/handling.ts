import { describe, expect, it } from "vitest";
import type { Ledger } from "../ledger.ts";

/** Cursors and dedupe marks. */
export function describeHandling(ledger: () => Ledger): void {
  describe("markHandled", () => {
    const mark = (eventId: string, cursor?: string, listener = "desk", channel = "press"): Promise<void> =>
      ledger().markHandled({ listener, channel, eventId, at: 1, ...(cursor !== undefined && { cursor }) });
    const marked = async (...events: string[]): Promise<string[]> => {
      const found = await Promise.all(events.map((eventId) => ledger().wasHandled("desk", "press", eventId)));
      return events.filter((_, index) => found[index]);
    };

    it("keeps the mark and the cursor, and the cursor of before where none comes", async () => {
      expect(await ledger().cursor("desk", "press")).toBeUndefined();
      expect(await marked("e1")).toEqual([]);
      await mark("e0");
      expect(await ledger().cursor("desk", "press")).toBeUndefined();
      await mark("e1", "c1");
      expect(await ledger().cursor("desk", "press")).toBe("c1");
      await mark("e2");
      expect(await ledger().cursor("desk", "press")).toBe("c1");
      await mark("e1", "");
      expect(await ledger().cursor("desk", "press")).toBe("");
      expect(await marked("e0", "e1", "e2", "e3")).toEqual(["e0", "e1", "e2"]);
    });

    it("keeps listeners and channels apart", async () => {
      await mark("e1", "c1", "desk", "press");
      await mark("e2", "c2", "desk", "wards");
      await mark("e3", "c3", "archive", "press");
      expect(await ledger().cursor("desk", "press")).toBe("c1");
      expect(await ledger().cursor("desk", "wards")).toBe("c2");
      expect(await ledger().cursor("archive", "press")).toBe("c3");
      expect(await ledger().cursor("archive", "wards")).toBeUndefined();
      expect(await marked("e1", "e2", "e3")).toEqual(["e1"]);
    });

    it("forgets the oldest beyond the window, and counts an event that comes again once", async () => {
      for (const event of ["e1", "e2", "e3", "e2", "e1"]) await mark(event);
      expect(await marked("e1", "e2", "e3")).toEqual(["e1", "e2", "e3"]);
      await mark("e4");
      expect(await marked("e1", "e2", "e3", "e4")).toEqual(["e2", "e3", "e4"]);
      await mark("e1");
      await mark("e5");
      expect(await marked("e1", "e2", "e3", "e4", "e5")).toEqual(["e1", "e4", "e5"]);
    });

    it("forgets nothing of one feed for the marks of another", async () => {
      await mark("e1");
      for (const event of ["a", "b", "c", "d"]) await mark(event, undefined, "desk", "wards");
      expect(await marked("e1")).toEqual(["e1"]);
    });
  });
}
