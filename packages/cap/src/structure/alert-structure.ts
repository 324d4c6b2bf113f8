import type { Alert, AlertArea, AlertInfo, AlertResource, NamedValue } from "@carecast/core";

import type { CapVersion } from "../cap-version.ts";
import { base64 } from "../kinds/base64.ts";
import { circle } from "../kinds/circle.ts";
import { enumeration } from "../kinds/enumeration.ts";
import { quotedList } from "../kinds/list.ts";
import { nameAndValue, password } from "../kinds/former.ts";
import { height, size } from "../kinds/numbers.ts";
import { polygon } from "../kinds/polygon.ts";
import { anyText, plainText, prose } from "../kinds/prose.ts";
import { referencesKind } from "../kinds/references.ts";
import { time } from "../kinds/time.ts";
import { uriKind, webKind } from "../kinds/uri.ts";
import { capName, digestKind, languageKind, mimeTypeKind } from "../kinds/words.ts";
import { checkAlert, reviewAlert } from "./check-alert.ts";
import { checkArea, reviewArea } from "./check-area.ts";
import { checkInfo, reviewInfo } from "./check-info.ts";
import { checkResource, reviewResource } from "./check-resource.ts";
import { blankable, defineStructure, many, nested, one, required, type Structure } from "./structure.ts";

// The tables of CAP 1.2, 3.2, with what CAP 1.1 and 1.0 had otherwise.

const namedValue = defineStructure<NamedValue>([blankable("valueName", anyText), blankable("value", anyText)], {
  isDispensable: true,
});

const resource = defineStructure<AlertResource>(
  [
    required("resourceDesc", prose),
    one("mimeType", mimeTypeKind),
    one("size", size),
    one("uri", uriKind),
    one("derefUri", base64),
    one("digest", digestKind),
  ],
  { indent: "      ", isDispensable: true, check: checkResource, review: reviewResource },
);

const area = (version: CapVersion): Structure =>
  defineStructure<AlertArea>(
    [
      required("areaDesc", prose),
      many("polygon", polygon),
      many("circle", circle),
      pairs("geocode", version),
      one("altitude", height),
      one("ceiling", height),
    ],
    { indent: "      ", isDispensable: true, check: checkArea, review: reviewArea },
  );

const info = (version: CapVersion): Structure =>
  defineStructure<AlertInfo>(
    [
      one("language", languageKind),
      many("category", categories(version)),
      required("event", prose),
      many("responseType", responseTypes(version)),
      required("urgency", enumeration({ values: ["Immediate", "Expected", "Future", "Past", "Unknown"] })),
      required("severity", enumeration({ values: ["Extreme", "Severe", "Moderate", "Minor", "Unknown"] })),
      required("certainty", certainties(version)),
      one("audience", prose),
      pairs("eventCode", version),
      one("effective", time),
      one("onset", time),
      one("expires", time),
      one("senderName", prose),
      one("headline", prose),
      one("description", prose),
      one("instruction", prose),
      one("web", webKind),
      one("contact", prose),
      pairs("parameter", version),
      nested("resource", resource),
      nested("area", area(version)),
    ],
    { indent: "    ", check: checkInfo, review: reviewInfo },
  );

const alert = (version: CapVersion): Structure =>
  defineStructure<Alert>(
    [
      required("identifier", capName),
      required("sender", capName),
      required("sent", time),
      required("status", statuses(version)),
      required("msgType", enumeration({ values: ["Alert", "Update", "Cancel", "Ack", "Error"] })),
      ...(version === "1.0" ? [one("password", password)] : []),
      one("source", prose),
      required("scope", enumeration({ values: ["Public", "Restricted", "Private"] })),
      one("restriction", prose),
      one("addresses", quotedList),
      many("code", plainText),
      one("note", prose),
      one("references", referencesKind(version)),
      one("incidents", quotedList),
      nested("info", info(version)),
    ],
    { indent: "  ", check: checkAlert, review: reviewAlert },
  );

const structures: Readonly<Record<CapVersion, Structure>> = {
  "1.0": alert("1.0"),
  "1.1": alert("1.1"),
  "1.2": alert("1.2"),
};

export function alertStructure(version: CapVersion): Structure {
  return structures[version];
}

/** A code beside the name of its list; CAP 1.0 wrote `name=value`. */
function pairs(name: string, version: CapVersion) {
  return version === "1.0" ? many(name, nameAndValue) : nested(name, namedValue);
}

function statuses(version: CapVersion) {
  const values = ["Actual", "Exercise", "System", "Test"];
  return enumeration(version === "1.0" ? { values, later: ["Draft"] } : { values: [...values, "Draft"] });
}

function categories(version: CapVersion) {
  const values = ["Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "Other"];
  const unknown = { as: "Other" };
  return enumeration(
    version === "1.0" ? { values, later: ["CBRNE"], unknown } : { values: [...values, "CBRNE"], unknown },
  );
}

function responseTypes(version: CapVersion) {
  const values = ["Shelter", "Evacuate", "Prepare", "Execute", "Monitor", "Assess", "None"];
  const later = ["Avoid", "AllClear"];
  const unknown = "leave out";
  if (version === "1.2") return enumeration({ values: [...values, ...later], unknown });
  return enumeration(
    version === "1.1" ? { values, later, unknown } : { values: [], later: [...values, ...later], unknown },
  );
}

function certainties(version: CapVersion) {
  const values = ["Likely", "Possible", "Unlikely", "Unknown"];
  const former = new Map([["verylikely", "Likely"]]);
  return enumeration(
    version === "1.0"
      ? { values, later: ["Observed"], former, isFormer: true }
      : { values: ["Observed", ...values], former },
  );
}
