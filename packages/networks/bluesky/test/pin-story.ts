import type { Adapter, Receipt } from "@carecast/adapter";
import { expect } from "vitest";
import type { BlueskyOptions } from "../src/index.ts";
import { interruptWrites, type OtherProgram } from "./open-profile.ts";
import { contextOf, partOf, publish } from "./wire.ts";

const png = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
  (letter) => letter.charCodeAt(0),
);
const $type = "app.bsky.actor.profile";
const strong = ({ id, data }: Receipt) => ({ uri: id, ...(data as { cid: string }) });

/** What pinning does to the profile of a fresh account, wherever the account is. */
export async function tellPinStory(
  create: (options?: Partial<BlueskyOptions>) => Adapter,
  other: OtherProgram,
): Promise<void> {
  const adapter = create();
  const [first, second] = [
    await publish(adapter, partOf({ text: "1" })),
    await publish(adapter, partOf({ text: "2" })),
  ];

  await adapter.unpin?.(first, contextOf());
  expect(await other.read()).toBeUndefined();
  await adapter.pin?.(first, contextOf());
  expect(await other.read()).toEqual({ $type, pinnedPost: strong(first) });

  const avatar = await other.upload(png, "image/png");
  const labels = { $type: "com.atproto.label.defs#selfLabels", values: [{ val: "!no-unauthenticated" }] };
  const rest = {
    $type,
    displayName: "Clinic 🏥",
    description: "Open.\nAlways.",
    avatar,
    labels,
    fromElsewhere: { a: [1] },
  };
  await other.write({ ...rest, pinnedPost: strong(first) });
  await adapter.pin?.(second, contextOf());
  expect(await other.read()).toEqual({ ...rest, pinnedPost: strong(second) });
  await adapter.unpin?.(first, contextOf());
  expect(await other.read()).toEqual({ ...rest, pinnedPost: strong(second) });

  // The account changes its description twice while we write.
  const transport = interruptWrites(async (time) => {
    if (time <= 2) await other.write({ ...rest, description: `Change ${time}`, pinnedPost: strong(second) });
  });
  await create({ transport }).pin?.(first, contextOf());
  expect(await other.read()).toEqual({ ...rest, description: "Change 2", pinnedPost: strong(first) });

  // Somebody pins another post while we unpin ours: it is none of our business any more.
  const late = interruptWrites(() => other.write({ ...rest, pinnedPost: strong(second) }));
  await create({ transport: late }).unpin?.(first, contextOf());
  expect(await other.read()).toEqual({ ...rest, pinnedPost: strong(second) });

  await adapter.retract?.(first, contextOf());
  await expect(adapter.pin?.(first, contextOf())).rejects.toMatchObject({
    code: "platform",
    platformCode: "RecordNotFound",
  });
  await adapter.retract?.(second, contextOf());
  await adapter.unpin?.(second, contextOf());
  expect(await other.read()).toEqual(rest);
}
