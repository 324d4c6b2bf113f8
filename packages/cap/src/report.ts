import { InvalidPostError, type Violation } from "@carecast/adapter";

/** One rule that a document broke, without a word of the document. */
export interface Fault {
  readonly rule: string;
  readonly message: string;
  readonly count?: number;
  readonly limit?: number;
}

/** Something that a person should know about a document that was read all the same. */
export interface CapWarning {
  /** Where in the alert: `info[0].area[1].polygon[0]`. Empty: the document as a whole. */
  readonly path: string;
  /** A stable name for programs: `polygon-open`. */
  readonly rule: string;
  /** What was found and what was done, without repeating the document. */
  readonly message: string;
  /** Whether the alert says something else than the document, or less: a repair, or a word of an older CAP. */
  readonly changed: boolean;
}

/** `strict` refuses what breaks a rule; `tolerant` repairs what can be repaired without guessing, and tells. */
export type CapMode = "strict" | "tolerant";

/** A document that is wrong in a thousand places need not be told of all of them. */
const maxFindings = 100;

/** Collects what is wrong. It knows where the reader is, so that a path is written only when it is needed. */
export interface Report {
  readonly mode: CapMode;
  readonly warnings: CapWarning[];
  readonly violations: Violation[];
  /** Moves to a field of the structure at `place`; `index` where the field is a list. */
  at(place: string, name?: string, index?: number): void;
  /** Nothing can be done: the document is refused in both modes. */
  refuse(fault: Fault): void;
  /** Refused when strict. When tolerant a warning, and true: the caller mends it or leaves it out. */
  repair(fault: Fault, done: "mended" | "left out"): boolean;
  /** The caller keeps it as it is: refused when strict, a warning when tolerant. */
  bear(fault: Fault): void;
  /** An older CAP says it in other words: a warning in both modes. */
  convert(fault: Fault): void;
  /** Allowed, but worth a look: a warning in both modes. */
  remark(fault: Fault): void;
  /**
   * Takes over what another report says about a part of the document that stands for itself. When tolerant, what was
   * refused there is a warning here, and true: the caller goes on without that part.
   */
  adopt(part: Report): boolean;
}

export function createReport(mode: CapMode): Report {
  const warnings: CapWarning[] = [];
  const violations: Violation[] = [];
  let place = "";
  let name = "";
  let index: number | undefined;
  const path = (): string => joinPath(place, name, index);
  const warn = ({ rule, message }: Fault, changed: boolean): void => {
    if (warnings.length < maxFindings) warnings.push({ path: path(), rule, message, changed });
  };
  const refuse = (fault: Fault): void => {
    if (violations.length < maxFindings) violations.push({ path: path(), ...fault });
  };
  const strict = mode === "strict";
  return {
    mode,
    warnings,
    violations,
    at(nextPlace, nextName = "", nextIndex = undefined) {
      place = nextPlace;
      name = nextName;
      index = nextIndex;
    },
    refuse,
    repair(fault, done) {
      if (strict) refuse(fault);
      else warn({ ...fault, message: `${fault.message} It was ${done}.` }, true);
      return !strict;
    },
    bear: (fault) => (strict ? refuse(fault) : warn(fault, false)),
    convert: (fault) => warn(fault, true),
    remark: (fault) => warn(fault, false),
    adopt(part) {
      const refused = part.violations.map(({ path, rule, message }) => ({ path, rule, message, changed: true }));
      warnings.push(...[...part.warnings, ...(strict ? [] : refused)].slice(0, maxFindings - warnings.length));
      if (strict) violations.push(...part.violations.slice(0, maxFindings - violations.length));
      return !strict;
    },
  };
}

/** `info[0].area[1]`, as JavaScript would write it. */
export function joinPath(place: string, name = "", index?: number): string {
  const dotted = place && name ? `${place}.${name}` : place || name;
  return index === undefined ? dotted : `${dotted}[${index}]`;
}

/** The value, unless anything was refused: then `InvalidPostError` with all of it. */
export function settle<T>(what: string, value: T | undefined, { violations }: Report): T {
  if (value !== undefined && violations.length === 0) return value;
  const told = violations.slice(0, 5).map(({ path, message }) => (path ? `${path}: ${message}` : message));
  const more = violations.length > told.length ? ` There are ${violations.length - told.length} more.` : "";
  throw new InvalidPostError(`This ${what} is refused. ${told.join(" ")}${more}`, violations);
}
