import type { Adapter } from "@carecast/adapter";
import { countGraphemes } from "@carecast/adapter-kit";

import { createApi } from "./api.ts";
import { toCapabilities } from "./capabilities.ts";
import { readOptions, type PlainAdapterOptions } from "./options.ts";
import { find, prepare, publish, type Wire } from "./publish.ts";

/** One account on a plain network of the sandbox, with the one lever that it has against doubles. */
export function plain(options: PlainAdapterOptions): Adapter {
  const settings = readOptions(options);
  const network = "plain";
  const measure = (text: string): number => countGraphemes(text);
  const capabilities = toCapabilities(settings);
  const { lever } = settings;
  const wire: Wire = { http: createApi(settings), lever, rules: { network, capabilities, measure } };
  return {
    specVersion: 1,
    network,
    capabilities,
    measure,
    prepare: (part, context) => prepare(wire, part, context),
    publish: (draft, context) => publish(wire, draft, context),
    ...(lever === "find" && ({ find: (draft, context) => find(wire, draft, context) } satisfies Partial<Adapter>)),
  };
}
