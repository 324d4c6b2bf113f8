// HTTP
export { createHttp } from "./http/create-http.ts";
export type { ErrorAnswer, Http, HttpAnswer, HttpOptions, HttpRequest } from "./http/http-types.ts";
export type { Query } from "./http/query.ts";
export { parseRetryAt } from "./http/parse-retry-at.ts";
export { reader } from "./http/reader.ts";
export type { Transport, TransportAnswer, TransportRequest } from "./transport/transport.ts";

// Options
export { parseBaseUrl } from "./http/base-url.ts";
export { parseOptions } from "./options/parse-options.ts";
export { secretOption } from "./options/secret-option.ts";

// Text
export { countBytes, countCodePoints, countGraphemes } from "./text/count.ts";
