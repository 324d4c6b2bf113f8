// The safeguards
export { scanIdentifiers } from "./scan-identifiers.ts";
export { guardReplies } from "./reply/guard-replies.ts";
export type { ReplyGuardOptions } from "./reply/guard-replies.ts";

// The scan alone, for texts that are no publication
export { createIdentifierScan } from "./create-identifier-scan.ts";
export type { IdentifierScan } from "./create-identifier-scan.ts";
export type { IdentifierScanOptions } from "./scan-options.ts";
export type { AllowedIdentifiers } from "./allow-list.ts";
export type { ScanPurpose } from "./scan-texts.ts";
export type { ScanText } from "./finding.ts";

// What it finds
export { identifierKinds } from "./identifier-kind.ts";
export type { IdentifierKind } from "./identifier-kind.ts";
export type { IdentifierFinding, TextSpan } from "./finding.ts";

// What people write to people
export { checkReply } from "./reply/check-reply.ts";
export type { ReplyFinding, ReplyOptions } from "./reply/check-reply.ts";
export { checkFamilyUpdate } from "./reply/check-family-update.ts";
export type { FamilyUpdateOptions } from "./reply/check-family-update.ts";
export { familyPhrases } from "./reply/family-phrases.ts";
