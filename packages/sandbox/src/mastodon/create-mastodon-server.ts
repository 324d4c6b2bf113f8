import { createMswHandlers, type InMemory } from "../shared/msw-handlers.ts";
import { buildMastodon, type MastodonOptions, type MastodonServer } from "./build-mastodon.ts";

/** A Mastodon server in memory, for msw: `setupServer(...server.handlers)`. */
export function createMastodonServer(options: MastodonOptions = {}): MastodonServer & InMemory {
  const { server, core } = buildMastodon(options);
  return Object.assign(server, { handlers: createMswHandlers(core, server.baseUrl) });
}
