import type { Adapter } from "@carecast/adapter";

/** An account that answers at once, without a network: what is left is the cost of core and its ledger. */
export function instantAdapter(): Adapter {
  return {
    specVersion: 1,
    network: "instant",
    capabilities: {
      api: { version: "1" },
      text: { limits: [{ unit: "utf16", max: 500 }], rule: "Every code unit counts one." },
      media: { from: "bytes", max: 0, mixed: false },
      threads: true,
      replies: true,
      edit: false,
      delete: false,
      pin: false,
      language: true,
      contentWarning: "none",
      audiences: ["public"],
      polls: "none",
      listening: { modes: [], kinds: [], hashtags: false },
      repeat: { lever: "none", find: "none" },
      rates: [],
      cost: "free",
    },
    measure: (text) => text.length,
    prepare: ({ text, language }) => Promise.resolve({ body: { text, language: language ?? null } }),
    publish: (_, { key }) =>
      Promise.resolve({
        id: key,
        url: `https://social.example.org/@hospital/${key}`,
        state: "delivered",
        at: "2026-08-20T10:00:00.000Z",
      }),
  };
}
