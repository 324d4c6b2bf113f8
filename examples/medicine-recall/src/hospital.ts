import type { Hospital } from "@carecast/example-notice-desk";

/** The hospital of the sample. Put your own here. */
export const hospital: Hospital = {
  author: "press desk",
  // For a medicine notice the default rules want two people, one of them with the role `pharmacist`.
  approvers: [
    { id: "chief pharmacist", roles: ["pharmacist"] },
    { id: "head of communications", roles: ["communications"] },
  ],
  allow: {
    phone: ["+1 555 010 0100"],
    url: ["hospital.example.org", "medicines.example.org"],
  },
};

/** In which people read times. */
export const timeZone = "America/New_York";
