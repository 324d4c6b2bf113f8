import { ConfigError } from "@carecast/adapter";
import * as z from "zod/mini";

import { contentKinds, type ContentKind } from "../../models/content-kind.ts";
import { parseOptions } from "../../models/parse.ts";
import { isSamePerson } from "../../models/person.ts";
import { textSchema } from "../../models/words.ts";
import { defaultApprovalRules } from "./default-approval-rules.ts";

/** Somebody who may approve. */
export interface Approver {
  /** The name under which they decide. Two spellings that differ in case or width only are one person. */
  readonly id: string;
  /** In words of your own; the default rules know `pharmacist` and `privacy`. */
  readonly roles: readonly string[];
}

/** How many people have to approve what is of one kind. */
export interface ApprovalRule {
  /** The author is never one of them. 0: nobody has to. */
  readonly people: number;
  /** Each is needed from a different one of these people: one pharmacist among two approvers is `["pharmacist"]`. Default: none. */
  readonly roles?: readonly string[];
  /** How long after the request it may be published, in milliseconds. */
  readonly validMs: number;
}

/** Who approves what. `requireApproval` and `createApprovals` take the same object. */
export interface ApprovalPolicy {
  readonly approvers: readonly Approver[];
  /** What differs from `defaultApprovalRules`. */
  readonly rules?: Partial<Readonly<Record<ContentKind, ApprovalRule>>>;
  /**
   * Tells an approver at once that somebody decided alone: by telephone, text message, or what is read at night. What it throws stops
   * nothing, nor does one that has no end: who could not be told within ten seconds is `untold`.
   */
  readonly tell?: (approver: Approver, notice: ApprovalNotice) => void | Promise<void>;
}

/** What approvers are told. Facts, without content and without anybody's reasons. */
export interface ApprovalNotice {
  /** `break-glass`: one person let it through. `second-informed`: what takes one approval has it. */
  readonly kind: "break-glass" | "second-informed";
  /** The id of the approval. */
  readonly approval: string;
  readonly contentKind: ContentKind;
  /** Who decided. */
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** SHA-256, in hex, of what was decided about. */
  readonly hash: string;
}

/** A policy that was checked. */
export interface ReadPolicy {
  readonly approvers: readonly Approver[];
  readonly rules: Readonly<Record<ContentKind, ApprovalRule>>;
  readonly tell: ApprovalPolicy["tell"];
}

const ruleSchema = z
  .strictObject({
    people: z.int().check(z.minimum(0)),
    roles: z.optional(z.array(textSchema)),
    validMs: z.int().check(z.minimum(1)),
  })
  .check(
    z.refine(({ people, roles = [] }) => roles.length <= people, {
      path: ["roles"],
      error: "asks for more roles than people, so it could never be met.",
    }),
  );

const policySchema = z.strictObject({
  approvers: z.array(z.strictObject({ id: textSchema, roles: z.array(textSchema) })).check(z.minLength(1)),
  rules: z.optional(z.partialRecord(z.enum(contentKinds), ruleSchema)),
  tell: z.optional(z.custom<() => void>((value) => typeof value === "function", "must be a function.")),
});

/** @throws ConfigError for a wrong option, or two approvers that are one person. */
export function readPolicy(value: unknown): ReadPolicy {
  const { approvers, rules, tell } = parseOptions<ApprovalPolicy>("approvals", policySchema, value);
  for (const [index, { id }] of approvers.entries()) {
    if (!approvers.slice(0, index).some((other) => isSamePerson(other.id, id))) continue;
    const path = `approvers[${index}].id`;
    throw new ConfigError(`${path}: is there twice. One person approves once, whatever their roles: join the two.`, {
      path,
    });
  }
  return { approvers, tell, rules: { ...defaultApprovalRules, ...rules } };
}

export function findApprover({ approvers }: Pick<ReadPolicy, "approvers">, name: string): Approver | undefined {
  return approvers.find(({ id }) => isSamePerson(id, name));
}
