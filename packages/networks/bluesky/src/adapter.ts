import type { Adapter } from "@carecast/adapter";
import type { PartRules } from "@carecast/adapter-kit";
import { profile, recentPosts } from "./account.ts";
import { createApi } from "./api.ts";
import { capabilities } from "./capabilities.ts";
import { check } from "./check.ts";
import { find } from "./find.ts";
import { listen } from "./listen.ts";
import { measureText } from "./measure.ts";
import { readOptions, type BlueskyOptions } from "./options.ts";
import { pin, unpin } from "./pin.ts";
import { prepare, publish, retract } from "./publish.ts";
import { createTids } from "./tid.ts";

/**
 * One account on Bluesky, or on any server of the AT Protocol.
 *
 * @throws ConfigError that names the option, before any request.
 * @see https://docs.bsky.app/docs/get-started
 */
export function bluesky(options: BlueskyOptions): Adapter {
  const settings = readOptions(options);
  const api = createApi(settings);
  const nextKey = createTids();
  const rules: PartRules = { network: "bluesky", capabilities: structuredClone(capabilities), measure: measureText };
  return {
    specVersion: 1,
    ...rules,
    prepare: (part, context) => prepare({ api, settings, rules, nextKey }, part, context),
    publish: (draft, context) => publish(api, draft, context),
    find: (draft, context) => find(api, draft, context),
    retract: (ref, context) => retract(api, ref, context),
    pin: (ref, context) => pin(api, ref, context),
    unpin: (ref, context) => unpin(api, ref, context),
    listen: (query, context) => listen(api, settings, query, context),
    profile: (handle, context) => profile(api, handle, context),
    recentPosts: (handle, limit, context) => recentPosts(api, handle, limit, context),
    check: (context) => check(api, context),
    close: () => api.close(),
  };
}
