import type { CapVersion } from "../cap-version.ts";
import type { Kind } from "../kinds/kind.ts";
import type { Fault, Report } from "../report.ts";

/** An element that holds other elements: an alert, an area. */
export interface Structure {
  /** In the order in which they must come. */
  readonly fields: readonly Field[];
  readonly byName: ReadonlyMap<string, Field>;
  /** Whether all of it is written in one line. */
  readonly isInline: boolean;
  /** Whether the rest of the alert still says what matters without it. */
  readonly isDispensable: boolean;
  /** The rules that no field can hold alone. Changes the value only where the report lets it mend. */
  check(value: Record<string, unknown>, place: string, report: Report, version: CapVersion): void;
  /** Remarks on what is allowed and yet worth a look. Nobody asks for them when an alert is written. */
  review(value: Record<string, unknown>, place: string, report: Report): void;
}

export interface Field {
  readonly name: string;
  /** The place in the order. */
  readonly order: number;
  /** What stands before and after the content, with the space that makes a document easy to read. */
  readonly before: string;
  readonly after: string;
  readonly content: { readonly kind: Kind } | { readonly structure: Structure };
  readonly isMany: boolean;
  readonly isRequired: boolean;
  /** Whether an empty element says something. Elsewhere it is as if it were absent. */
  readonly keepsBlank: boolean;
}

type FieldSpec = Omit<Field, "order" | "before" | "after">;

const usual = { isMany: false, isRequired: false, keepsBlank: false };

export const one = (name: string, kind: Kind): FieldSpec => ({ ...usual, name, content: { kind } });
export const required = (name: string, kind: Kind): FieldSpec => ({ ...one(name, kind), isRequired: true });
export const many = (name: string, kind: Kind): FieldSpec => ({ ...one(name, kind), isMany: true });
/** A part of a pair: it may be empty. */
export const blankable = (name: string, kind: Kind): FieldSpec => ({ ...required(name, kind), keepsBlank: true });
export const nested = (name: string, structure: Structure): FieldSpec => ({
  ...usual,
  name,
  content: { structure },
  isMany: true,
});

/** A value while it is read: nothing is sure to be there, everything may be changed. */
export type Draft<T> = { -readonly [K in keyof T]?: T[K] };

/** `T` is the part of the model whose fields these are. */
export function defineStructure<T>(
  specs: readonly FieldSpec[],
  options: {
    /** Space before each element inside it. Default: all of it is written in one line. */
    readonly indent?: string;
    readonly isDispensable?: boolean;
    readonly check?: (value: Draft<T>, place: string, report: Report, version: CapVersion) => void;
    readonly review?: (value: Draft<T>, place: string, report: Report) => void;
  } = {},
): Structure {
  const fields = specs.map((spec, order) => ({ ...spec, order, ...writeTags(spec, options.indent) }));
  return {
    fields,
    byName: new Map(fields.map((field) => [field.name, field])),
    isInline: options.indent === undefined,
    isDispensable: options.isDispensable ?? false,
    // The values of these fields have their types: the kinds saw to that.
    check: (value, place, report, version) => options.check?.(value as Draft<T>, place, report, version),
    review: (value, place, report) => options.review?.(value as Draft<T>, place, report),
  };
}

function writeTags({ name, content }: FieldSpec, indent?: string): Pick<Field, "before" | "after"> {
  const isBlock = "structure" in content && !content.structure.isInline;
  return {
    before: `${indent ?? ""}<${name}>${isBlock ? "\n" : ""}`,
    after: `${isBlock ? (indent ?? "") : ""}</${name}>${indent === undefined ? "" : "\n"}`,
  };
}

/** Something that CAP 1.2 requires and older versions did not: whether the caller may put something in its place. */
export function mend(fault: Fault, report: Report, version: CapVersion): boolean {
  if (version === "1.2") return report.repair(fault, "mended");
  report.convert(fault);
  return true;
}
