import { createMswHandlers, type InMemory } from "../shared/msw-handlers.ts";
import { buildBluesky, type BlueskyOptions, type BlueskyServer } from "./build-bluesky.ts";

/** A local Bluesky in memory, for msw: `setupServer(...server.handlers)`. */
export function createBlueskyServer(options: BlueskyOptions = {}): BlueskyServer & InMemory {
  const { server, core } = buildBluesky(options);
  return Object.assign(server, { handlers: createMswHandlers(core, server.baseUrl) });
}
