import type { Adapter, CallContext, Draft, PostRef } from "@carecast/adapter";
import type { RequestKind } from "../harness.ts";
import { sampleImage } from "../samples.ts";
import type { Stage } from "../stage.ts";

/** One method of an adapter, called with arguments that work. */
export interface Call {
  readonly name: string;
  /** The requests that a fault must hit so that it hits this call. */
  readonly on: RequestKind;
  /** Answers `undefined` where the adapter has no such method. */
  call(adapter: Adapter, context: CallContext): Promise<unknown> | undefined;
}

/** Every method that asks the network something, ready to be called on the post of `ref` and `draft`. */
export function callsOf(stage: Stage, draft: Draft, ref: PostRef): readonly Call[] {
  const { key } = stage.context();
  const image = sampleImage(stage.capabilities, "A door.");
  const part = stage.part(image && { media: [image] });
  return [
    { name: "prepare", on: "media", call: (adapter, context) => adapter.prepare(part, { ...context, key }) },
    { name: "publish", on: "publish", call: (adapter, context) => adapter.publish(draft, { ...context, key }) },
    { name: "discover", on: "any", call: (adapter, context) => adapter.discover?.(context) },
    { name: "find", on: "any", call: (adapter, context) => adapter.find?.(draft, { ...context, key }) },
    { name: "revise", on: "any", call: (adapter, context) => adapter.revise?.(ref, draft, context) },
    { name: "retract", on: "any", call: (adapter, context) => adapter.retract?.(ref, context) },
    { name: "pin", on: "any", call: (adapter, context) => adapter.pin?.(ref, context) },
    { name: "unpin", on: "any", call: (adapter, context) => adapter.unpin?.(ref, context) },
    { name: "profile", on: "any", call: (adapter, context) => adapter.profile?.(undefined, context) },
    { name: "recentPosts", on: "any", call: (adapter, context) => adapter.recentPosts?.(undefined, 5, context) },
    { name: "check", on: "any", call: (adapter, context) => adapter.check?.(context) },
  ];
}

/** A draft and a post to call methods on. */
export async function material(stage: Stage): Promise<{ readonly draft: Draft; readonly ref: PostRef }> {
  const context = stage.context();
  const ref = await stage.publish(stage.part());
  return { ref, draft: await stage.adapter.prepare(stage.part(), context) };
}
