import type { Adapter } from "@carecast/adapter";

import type { Boundaries } from "./boundaries.ts";

/** An adapter that passes a boundary before and after each call. */
export function countAdapter(adapter: Adapter, { pass }: Boundaries): Adapter {
  const around = async <T>(what: string, call: () => Promise<T>): Promise<T> => {
    pass(`${what}, before`);
    try {
      return await call();
    } finally {
      pass(`${what}, after`);
    }
  };
  const { find } = adapter;
  return {
    ...adapter,
    prepare: (...given) => around("adapter: prepare", () => adapter.prepare(...given)),
    publish: (...given) => around("adapter: publish", () => adapter.publish(...given)),
    ...(find && ({ find: (...given) => around("adapter: find", () => find(...given)) } satisfies Partial<Adapter>)),
  };
}
