/**
 * What the kit uses of a schema, so that it works with any copy of zod or `zod/mini` and carries none itself.
 */
export interface Schema<T> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: { readonly issues: readonly SchemaIssue[] } };
  /** For an object schema its fields, so that a wrong name can be answered with the right ones. */
  readonly def?: { readonly type: string; readonly shape?: Readonly<Record<string, unknown>> };
}

/** The fields that some kinds of issues have and that messages are made of; none holds the value. */
export interface SchemaIssue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly expected?: string;
  readonly keys?: readonly string[];
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly origin?: string;
  readonly values?: readonly unknown[];
}
