import type { Route } from "../shared/router.ts";
import { json } from "../shared/wire.ts";
import { authorize } from "./authorize.ts";
import { audioTypes, imageTypes, videoTypes } from "./media-types.ts";
import { toAccount } from "./to-entities.ts";
import type { Limits, State } from "./state.ts";

const version = "4.5.0";

/** https://docs.joinmastodon.org/methods/instance/ and the parts of apps and accounts that tell who one is. */
export function instanceRoutes(state: State): readonly Route[] {
  return [
    { method: "GET", path: "/api/v2/instance", answer: () => json(describeInstance(state)) },
    { method: "GET", path: "/api/v1/instance", answer: () => json(describeInstanceV1(state)) },
    { method: "GET", path: "/api/v1/instance/rules", answer: () => json([]) },
    {
      method: "GET",
      path: "/api/v1/accounts/verify_credentials",
      answer: ({ request }) => {
        const { account, scopes } = authorize(state, request, "read:accounts");
        const source = { privacy: "public", sensitive: false, language: "en", note: "", fields: [] };
        return json({ ...toAccount(state, account), source, role: { id: "-99", name: "", permissions: "0" } }, 200, {
          "x-oauth-scopes": scopes.join(" "),
        });
      },
    },
    {
      method: "GET",
      path: "/api/v1/apps/verify_credentials",
      answer: ({ request }) => {
        const { scopes } = authorize(state, request, "read");
        return json({ id: "1", name: "Sandbox", website: null, scopes, redirect_uris: ["urn:ietf:wg:oauth:2.0:oob"] });
      },
    },
  ];
}

function describeInstance(state: State): unknown {
  return {
    domain: state.host,
    title: "Sandbox",
    version,
    source_url: "https://github.com/mastodon/mastodon",
    description: "A local network for tests and demos",
    usage: { users: { active_month: 1 } },
    languages: ["en"],
    configuration: {
      urls: { streaming: streamingUrl(state), status: null, about: null, privacy_policy: null, terms_of_service: null },
      vapid: { public_key: "" },
      accounts: { max_featured_tags: 10, max_pinned_statuses: 5 },
      ...describeLimits(state.limits),
      translation: { enabled: false },
      limited_federation: false,
    },
    registrations: { enabled: false, approval_required: false, reason_required: false, message: null },
    api_versions: { mastodon: 7 },
    contact: { email: "sandbox@example.org", account: null },
    rules: [],
  };
}

function describeInstanceV1(state: State): unknown {
  return {
    uri: state.host,
    title: "Sandbox",
    short_description: "A local network for tests and demos",
    description: "",
    email: "sandbox@example.org",
    version,
    urls: { streaming_api: streamingUrl(state) },
    stats: { user_count: state.tokens.size, status_count: state.statuses.size, domain_count: 1 },
    languages: ["en"],
    registrations: false,
    approval_required: false,
    invites_enabled: false,
    configuration: describeLimits(state.limits),
    contact_account: null,
    rules: [],
  };
}

function describeLimits(limits: Limits): Record<string, unknown> {
  return {
    statuses: {
      max_characters: limits.maxCharacters,
      max_media_attachments: limits.maxMedia,
      characters_reserved_per_url: 23,
    },
    media_attachments: {
      supported_mime_types: [...imageTypes, ...videoTypes, ...audioTypes],
      description_limit: limits.maxDescription,
      image_size_limit: limits.maxImageBytes,
      image_matrix_limit: 33_177_600,
      video_size_limit: limits.maxVideoBytes,
      video_frame_rate_limit: 120,
      video_matrix_limit: 8_294_400,
    },
    polls: {
      max_options: limits.maxPollOptions,
      max_characters_per_option: limits.maxPollOptionCharacters,
      min_expiration: 300,
      max_expiration: 2_629_746,
    },
  };
}

function streamingUrl(state: State): string {
  return state.baseUrl.replace(/^http/, "ws");
}
