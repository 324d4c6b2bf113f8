import type { AllowList } from "./allow-list.ts";
import type { FindDenied } from "./people/denied-names.ts";
import type { PhoneReader } from "./phones/read-phone.ts";
import type { PlaceSetting } from "./places/find-place.ts";

/** What rules need to know of the tenant, made once for a scan. */
export interface Setting extends PlaceSetting {
  readonly phones: PhoneReader;
  readonly allow: AllowList;
  readonly findDenied: FindDenied;
}
