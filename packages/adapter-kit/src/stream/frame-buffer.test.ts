import { describe, expect, it } from "vitest";
import { StreamError } from "@carecast/adapter";
import { catchError } from "../../test/find-leaks.ts";
import { FrameBuffer } from "./frame-buffer.ts";

describe("FrameBuffer", () => {
  it("gives what waits before a normal end, and nothing of it after a failure", async () => {
    const normal = new FrameBuffer("demo", 100);
    const failed = new FrameBuffer("demo", 100);
    for (const buffer of [normal, failed]) for (const frame of ["a", "b"]) buffer.push(frame);
    normal.end(undefined);
    failed.end("left");
    const read: string[] = [];
    for await (const frame of normal.read()) read.push(frame);
    expect(read).toEqual(["a", "b"]);
    expect(await catchError(() => failed.read().next())).toBe("left");
  });

  it("stops after the frame in hand when it fails", async () => {
    const buffer = new FrameBuffer("demo", 100);
    for (const frame of ["a", "b"]) buffer.push(frame);
    const frames = buffer.read();
    expect((await frames.next()).value).toBe("a");
    buffer.end("left");
    expect(await catchError(() => frames.next())).toBe("left");
  });

  it("counts only what waits", async () => {
    const buffer = new FrameBuffer("demo", 3);
    const frames = buffer.read();
    for (const frame of ["aaa", "bbb", "ccc"]) {
      buffer.push(frame);
      expect((await frames.next()).value).toBe(frame);
    }
    for (const frame of ["d", "eee"]) buffer.push(frame);
    expect(await catchError(() => frames.next())).toBeInstanceOf(StreamError);
  });

  it("keeps the first reason and tells it once", () => {
    let ends = 0;
    const buffer = new FrameBuffer("demo", 100);
    buffer.onEnd = () => ends++;
    buffer.end("first");
    buffer.end("second");
    buffer.push("late");
    expect(ends).toBe(1);
    expect(() => {
      buffer.throwIfFailed();
    }).toThrow("first");
  });
});
