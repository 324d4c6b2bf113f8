import type { Adapter, Capabilities } from "@carecast/adapter";
import { profile, recentPosts } from "./account.ts";
import { createApi } from "./api.ts";
import { charactersPerUrl, toCapabilities } from "./capabilities.ts";
import { check } from "./check.ts";
import { find } from "./find.ts";
import { listen } from "./listen.ts";
import { measureText } from "./measure.ts";
import { readOptions, type MastodonOptions } from "./options.ts";
import { pin, unpin } from "./pin.ts";
import { prepare, publish, retract, revise } from "./publish.ts";

/**
 * One account on Mastodon, or on a server that speaks its API.
 *
 * @throws ConfigError that names the option, before any request.
 * @see https://docs.joinmastodon.org/client/intro/
 */
export function mastodon(options: MastodonOptions): Adapter {
  const settings = readOptions(options);
  const api = createApi(settings);
  const network = "mastodon";
  const measure: Adapter["measure"] = (text, unit) => measureText(text, unit, perUrl);
  let perUrl = charactersPerUrl({});
  let discovered: Capabilities | undefined;
  return {
    specVersion: 1,
    network,
    capabilities: toCapabilities({}),
    measure,
    prepare: (part, context) =>
      prepare(api, part, discovered && { network, measure, capabilities: discovered }, context),
    publish: (draft, context) => publish(api, draft, context),
    discover: async ({ signal }) => {
      const instance = await api.instance(signal);
      perUrl = charactersPerUrl(instance);
      discovered = toCapabilities(instance);
      return discovered;
    },
    find: (draft, context) => find(api, draft, context),
    revise: (ref, draft, context) => revise(api, ref, draft, context),
    retract: (ref, context) => retract(api, ref, context),
    pin: (ref, context) => pin(api, ref, context),
    unpin: (ref, context) => unpin(api, ref, context),
    listen: (query, context) => listen(api, settings, query, context),
    profile: (handle, context) => profile(api, handle, context),
    recentPosts: (handle, limit, context) => recentPosts(api, handle, limit, context),
    check: (context) => check(api, context),
  };
}
