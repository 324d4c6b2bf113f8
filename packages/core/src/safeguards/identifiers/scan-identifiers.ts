import type { ContentKind } from "../../models/content-kind.ts";
import type { Finding, OutgoingThread, Safeguard } from "../safeguard.ts";
import { createIdentifierScan } from "./create-identifier-scan.ts";
import { describeFinding } from "./describe-finding.ts";
import type { IdentifierFinding } from "./finding.ts";
import { rememberLast } from "./remember-last.ts";
import type { IdentifierScanOptions } from "./scan-options.ts";
import { textsOfParts } from "./texts-of-parts.ts";

const productNotices: ReadonlySet<ContentKind> = new Set(["medicineNotice", "supplyNotice", "appearanceNotice"]);

/**
 * The safeguard that looks for the 18 identifiers of 45 CFR 164.514(b)(2) in everything that leaves: the texts of a thread
 * joined, content warnings, descriptions, file names, cards, answers of polls. Rules are named `identifiers.<rule>`, such as
 * `identifiers.ssn.separated`; `path` and positions are those of the thread that `channel` and `language` name.
 *
 * It finds hints and certifies nothing. Serial numbers of products pass in notices about medicines. The last texts that it read
 * stay in memory, so that the second look, before they leave, costs next to nothing.
 *
 * @throws ConfigError naming the path of an option that is wrong or unknown, such as a kind in the allow list.
 */
export function scanIdentifiers(options: IdentifierScanOptions = {}): Safeguard {
  const { scan } = createIdentifierScan(options);
  const remember = rememberLast<readonly Finding[]>();
  const read = ({ parts }: OutgoingThread, productNotice: boolean): readonly Finding[] => {
    const texts = textsOfParts(parts);
    return remember(String(productNotice), texts, () => scan(texts, { productNotice }).map(toFinding));
  };
  return {
    name: "identifiers",
    check({ kind, threads }) {
      const productNotice = productNotices.has(kind);
      return threads.flatMap((thread) => {
        const { channel, language } = thread;
        const where = language === undefined ? { channel } : { channel, language };
        return read(thread, productNotice).map((finding) => ({ ...finding, ...where }));
      });
    },
  };
}

function toFinding(found: IdentifierFinding): Finding {
  const { rule, level, path, start, end } = found;
  return { rule: `identifiers.${rule}`, level, path, start, end, message: describeFinding(found) };
}
