import type { AlertTemplate } from "./alert-template.ts";
import boilWater from "./library/boil-water.json" with { type: "json" };
import chemicalRelease from "./library/chemical-release.json" with { type: "json" };
import extremeHeat from "./library/extreme-heat.json" with { type: "json" };

// The types of JSON know text where the interface knows words of CAP. A test reads each of them with `readAlertTemplate`.

/** Templates to begin with, in English and Spanish. Let those who will answer for them read and change them first. */
export const alertTemplates: readonly AlertTemplate[] = [
  boilWater as AlertTemplate,
  extremeHeat as AlertTemplate,
  chemicalRelease as AlertTemplate,
];
