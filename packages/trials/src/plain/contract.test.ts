import { startSandbox, type Fault as SandboxFault, type PlainLever, type PlainServer } from "@carecast/sandbox";
import { testAdapter, type ContractHarness, type Fault, type FaultOrder } from "@carecast/testing";

import { plain } from "./plain-adapter.ts";

const faults: Partial<Record<Fault, SandboxFault>> = {
  "drop-before": { kind: "drop-before" },
  "drop-after": { kind: "accept-then-drop" },
  hang: { kind: "slow-answer", until: new Promise(() => undefined) },
  "server-error-before": { kind: "server-error" },
  "server-error-after": { kind: "server-error", processed: true },
  "rate-limited": { kind: "rate-limited" },
  "rate-limited-bare": { kind: "rate-limited", headers: false },
  "token-expired": { kind: "expired-token" },
  "ok-with-error": { kind: "error-with-200" },
  "ok-without-id": { kind: "without-id" },
  "not-json": { kind: "not-json" },
  "slow-media": { kind: "slow-media", polls: 3 },
};

const levers: readonly PlainLever[] = [
  "idempotency-key",
  "record-key",
  "container",
  "nonce",
  "duplicate-refusal",
  "find",
  "none",
];

for (const lever of levers) testAdapter(`plain with ${lever}`, { start: () => startHarness(lever) });

async function startHarness(lever: PlainLever): Promise<ContractHarness> {
  const start = () => startSandbox({ mastodon: 0, bluesky: 0, plain: [{ lever }] });
  let sandbox = await start();
  const publishing = lever === "container" ? "POST /v1/containers/:id/publish" : "POST /v1/posts";
  const uploading = "POST /v1/media";
  const endpoints = { publish: publishing, media: uploading, any: "*" };
  return {
    create: (variant) =>
      plain({
        baseUrl: variant === "unreachable" ? "http://127.0.0.1:2" : sandbox.plain.baseUrl,
        token: variant === "wrong-credential" ? "a-wrong-token" : (sandbox.plain.accounts[0]?.token ?? ""),
        lever,
      }),
    secrets: ["plain-token-1", "a-wrong-token"],
    network: {
      reset: async () => {
        await sandbox.close();
        sandbox = await start();
      },
      posts: () =>
        sandbox.plain.posts().map(({ id, text, alts, parentId }) => ({
          id,
          text,
          alts,
          ...(parentId !== null && { inReplyTo: parentId }),
        })),
      requests: (kind) => {
        const { requests, faults: ordered } = sandbox.plain;
        if (kind !== "any") return requests.count(endpoints[kind]);
        // A request that is never answered is never in the log.
        return requests.count() + ordered.fired("slow-answer").length;
      },
      faults: Object.keys(faults) as Fault[],
      order: (order) => orderFault(sandbox.plain, order, endpoints[order.on]),
    },
    stop: () => sandbox.close(),
  };
}

function orderFault(server: PlainServer, { fault, times }: FaultOrder, on: string): void {
  const ordered = faults[fault];
  if (!ordered) throw new RangeError(`The sandbox has no ${fault}.`);
  if (ordered.kind === "slow-media") server.faults.order({ ...ordered, times });
  else server.faults.order({ ...ordered, times, on } as SandboxFault);
}
