import type { Hospital } from "@carecast/example-notice-desk";

/** The hospital of the sample. Put your own here. */
export const hospital: Hospital = {
  author: "emergency coordinator",
  // When ambulances are sent elsewhere the default rules want two people.
  approvers: [
    { id: "duty physician", roles: ["clinical"] },
    { id: "head of communications", roles: ["communications"] },
  ],
  allow: {
    phone: ["+1 555 010 0100"],
    url: ["hospital.example.org"],
  },
};

/** In which people read times. */
export const timeZone = "America/New_York";
