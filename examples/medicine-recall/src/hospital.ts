import type { Approver } from "@carecast/core/safeguards";

// What a hospital says once about itself. Put your own here.

/** Who writes the notices, and therefore approves none of them. */
export const author = "press desk";

/** For a medicine notice the default rules want two of them, one with the role `pharmacist`. */
export const approvers: readonly Approver[] = [
  { id: "chief pharmacist", roles: ["pharmacist"] },
  { id: "head of communications", roles: ["communications"] },
];

/** What the identifier scan lets pass: the hospital's own number and the hosts that it links to. */
export const allow = {
  phone: ["+1 555 010 0100"],
  url: ["hospital.example.org", "medicines.example.org"],
};

/** In which people read times. */
export const timeZone = "America/New_York";
