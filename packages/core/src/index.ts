// The hub
export { createCarecast } from "./create-carecast.ts";
export type { Carecast, CarecastOptions, DeliveryFilter, ManageOptions, WorkOptions } from "./carecast.ts";
export type { ChannelInput, ChannelSettings } from "./channels.ts";
export type {
  CarecastEventMap,
  CarecastEvents,
  ChannelFact,
  ChannelStreamFact,
  DeliveryFact,
  Fact,
  HoldFact,
  QuorumFact,
  RetryFact,
  SafeguardFact,
  TokenFact,
  WorkFact,
} from "./events.ts";
export { attachLogger } from "./observe/attach-logger.ts";
export type { LogFields, Logger, LogValue } from "./observe/logger.ts";

// Content
export { parsePost } from "./models/post.ts";
export type { Post, PostContent, PostLink, PostPoll, PostVariants, Source } from "./models/post.ts";
export type { MediaDescription, MediaSource, PostMedia } from "./models/media.ts";
export { campaignPosts } from "./models/campaign.ts";
export type { Campaign, CampaignEntry, CampaignPost } from "./models/campaign.ts";
export { contentKinds } from "./models/content-kind.ts";
export type { ContentKind } from "./models/content-kind.ts";
export type { Content, MarkedPost } from "./publish/to-post.ts";

// Alerts
export { alertPost } from "./alerts/alert-post.ts";
export type { AlertOptions } from "./alerts/alert-post.ts";
export type { AlertPhrases } from "./alerts/alert-phrases.ts";
export { parseAlert } from "./models/alert.ts";
export type {
  Alert,
  AlertArea,
  AlertCategory,
  AlertCertainty,
  AlertInfo,
  AlertMessageType,
  AlertReference,
  AlertResource,
  AlertResponseType,
  AlertScope,
  AlertSeverity,
  AlertStatus,
  AlertUrgency,
  NamedValue,
} from "./models/alert.ts";

// Publishing
export type { ChannelPlan, Overflow, Plan, PlannedPart, TextCount } from "./plan/plan.ts";
export type { Fallback, Override, PlanRequest, PublishOptions, Purpose, Quorum } from "./publish/publish-options.ts";
export type { LocalTime, PublishTime } from "./schedule/publish-time.ts";
export type { PublishRepeat } from "./schedule/publish-repeat.ts";
export type { DeliveryReport, PublicationReport, Report } from "./publish/report.ts";
export type { RetryPolicy } from "./publish/retry-policy.ts";
export { formatCheckReport } from "./manage/format-check-report.ts";
export type { CheckTableOptions } from "./manage/format-check-report.ts";
export type { ChannelCheck, CheckReport } from "./manage/check-channels.ts";

// Safeguards
export { blockedError, listBlocks } from "./safeguards/blocks.ts";
export type {
  Finding,
  FindingLevel,
  Outgoing,
  OutgoingMedia,
  OutgoingPart,
  OutgoingThread,
  Safeguard,
  SafeguardAnswer,
  SafeguardContext,
} from "./safeguards/safeguard.ts";
export type { Review, ThreadHash } from "./review/review.ts";
export type { Document, DocumentKind, Documents } from "./documents/documents.ts";

// What a human decides
export { verifyAuditLines } from "./audit/verify-audit-lines.ts";
export type { AuditAct, AuditEntry, AuditHead, AuditTrail, AuditVerdict } from "./audit/audit-trail.ts";
export type { HoldOptions, ReleaseOptions } from "./hold/hold-options.ts";
export type { HoldReport, ReleaseReport } from "./hold/holds.ts";
export type { RetractOptions } from "./manage/retract-options.ts";
export type { ReviseOptions } from "./manage/revise-options.ts";
export type { SettleOptions, Verdict } from "./manage/settle.ts";

// Tokens
export { forgetTokens } from "./tokens/forget-tokens.ts";
export type { TokenOptions } from "./tokens/encryption-key.ts";

// Listening
export type { FeedbackItem } from "./listen/item.ts";
export type { ListenOptions } from "./listen/listen-query.ts";

// Ledgers
export { memoryLedger } from "./ledger/memory-ledger.ts";
export type { MemoryLedgerOptions } from "./ledger/memory-ledger.ts";
export type { LedgerOptions } from "./ledger/ledger-options.ts";
export type { Ledger } from "./ledger/ledger.ts";
export type { AuditRow, AuditStore } from "./ledger/audit-store.ts";
export type { DocumentQuery, DocumentStore, StoredDocument } from "./ledger/document-store.ts";
export type { HoldRecord, HoldScope, HoldStore, ReleaseRecord } from "./ledger/hold-store.ts";
export type { HandledMark, InboxStore } from "./ledger/inbox-store.ts";
export type { LaneRef, LaneStore, OpenThread } from "./ledger/lane-store.ts";
export type { ChangeResult, DeliveryQuery, PublicationStore } from "./ledger/publication-store.ts";
export type { SealedTokens, TokenShelf } from "./ledger/token-shelf.ts";
export type {
  Decision,
  DeliveryChange,
  DeliveryError,
  DeliveryRecord,
  DeliveryState,
  FallbackRecord,
  MediaRecord,
  Priority,
  PublicationRecord,
  QuorumRecord,
  RepeatRecord,
  SafetyRecord,
  StoredPart,
  StoredPartMedia,
} from "./ledger/records.ts";

// The words of the contract that applications meet
export { CarecastError, isCarecastError } from "@carecast/adapter";
export type {
  Adapter,
  Audience,
  Author,
  CheckProblem,
  Clock,
  ErrorCode,
  Feedback,
  FeedbackKind,
  Outcome,
  PostRef,
  Profile,
  Receipt,
  RecentPost,
  Violation,
} from "@carecast/adapter";
