import type { NamedValue } from "@carecast/core";

import type { Fault } from "../report.ts";
import { defineKind, type Kind } from "./kind.ts";

// What CAP 1.0 had, and nobody writes.

const notAPair: Fault = { rule: "name-and-value", message: "must be name=value, as CAP 1.0 writes codes." };
const secret: Fault = {
  rule: "password",
  message: "is a secret that CAP 1.0 allowed in the open. It was left out; whoever issued it should change it.",
};

const neverWritten = { accepts: (_value: unknown): _value is never => false, write: () => "" };

/** `SAME=CAE`: the name of a list and a code from it. */
export const nameAndValue: Kind = defineKind<NamedValue>({
  read(text, report) {
    const split = text.indexOf("=");
    if (split > 0) return { valueName: text.slice(0, split).trim(), value: text.slice(split + 1).trim() };
    report.repair(notAPair, "left out");
    return undefined;
  },
  ...neverWritten,
});

export const password: Kind = defineKind<string>({
  read(_text, report) {
    report.convert(secret);
    return undefined;
  },
  ...neverWritten,
});
