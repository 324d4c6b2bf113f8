// HTTP
export { createHttp } from "./http/create-http.ts";
export type { ErrorAnswer, Http, HttpAnswer, HttpOptions, HttpRequest } from "./http/http-types.ts";
export type { Query } from "./http/to-url.ts";
export { parseRetryAt } from "./http/parse-retry-at.ts";
export { readRate } from "./http/read-rate.ts";
export { reader } from "./http/reader.ts";
export type { Transport, TransportAnswer, TransportRequest } from "./transport/transport.ts";

// Options
export { parseBaseUrl } from "./http/base-url.ts";
export { parseOptions } from "./options/parse-options.ts";
export type { Schema, SchemaIssue } from "./options/schema.ts";
export { isSecret } from "./options/is-secret.ts";
export { secretOption } from "./options/secret-option.ts";

// Parts
export { checkPart } from "./part/check-part.ts";
export type { PartRules } from "./part/check-part.ts";

// Text
export { countBytes, countCodePoints, countGraphemes } from "./text/count.ts";
export { findBareDomains } from "./text/find-bare-domains.ts";
export { findHashtags } from "./text/find-hashtags.ts";
export { findLinks } from "./text/find-links.ts";
export { findMentions } from "./text/find-mentions.ts";
export { htmlToText } from "./text/html-to-text.ts";
export type { TextSpan } from "./text/text-span.ts";

// Media
export { waitUntilReady } from "./media/wait-until-ready.ts";
export type { WaitOptions } from "./media/wait-until-ready.ts";

// Streams
export { mergeSources } from "./stream/merge-sources.ts";
export { openWebSocket } from "./stream/open-web-socket.ts";
export type { TextSocket, WebSocketOptions } from "./stream/open-web-socket.ts";
export { readServerSentEvents } from "./stream/read-server-sent-events.ts";
export type { ServerSentEvent } from "./stream/read-server-sent-events.ts";
export { reconnecting } from "./stream/reconnecting.ts";
export type { ReconnectingOptions } from "./stream/reconnecting.ts";

// Webhooks
export { answerHubChallenge, answerSignedChallenge, answerUrlVerification } from "./webhook/answer-challenge.ts";
export type { SignedChallengeOptions } from "./webhook/answer-challenge.ts";
export { checkTimestamp } from "./webhook/check-timestamp.ts";
export { createReplayGuard } from "./webhook/create-replay-guard.ts";
export type { ReplayGuard, ReplayGuardOptions } from "./webhook/create-replay-guard.ts";
export { readWebhookBody } from "./webhook/read-webhook-body.ts";
export { signHmac, verifyHmac } from "./webhook/hmac.ts";
export type { HmacOptions, SignatureCheck } from "./webhook/hmac.ts";
export { verifyEd25519 } from "./webhook/verify-ed25519.ts";
export type { Ed25519Options } from "./webhook/verify-ed25519.ts";
export { verifySharedSecret } from "./webhook/verify-shared-secret.ts";
export type { SharedSecretOptions } from "./webhook/verify-shared-secret.ts";
