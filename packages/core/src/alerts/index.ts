// The life of an alert
export { createAlerts } from "./lifecycle/create-alerts.ts";
export type { Alerts } from "./lifecycle/create-alerts.ts";
export type { AlertChain, AlertMessage, AlertMessageKind, AlertState, AlertStep } from "./lifecycle/alert-chain.ts";
export type { AlertReport, OldPost, OldPostOutcome } from "./lifecycle/alert-report.ts";
export { followUp } from "./lifecycle/follow-up.ts";
export type { FollowUpChanges } from "./lifecycle/follow-up.ts";
export { readLiveAlert } from "./lifecycle/live-alert.ts";
export type { ExerciseAlert, LiveAlert } from "./lifecycle/live-alert.ts";
export type {
  AlertCorrection,
  AlertPublishing,
  AlertsOptions,
  ChangeOptions,
  CorrectOptions,
  CrisisStarter,
  ExerciseOptions,
  ExpireOptions,
  IssueOptions,
  RemovalReason,
} from "./lifecycle/lifecycle-options.ts";
export type { PinFailure } from "./lifecycle/pins.ts";
export type { Sweep } from "./lifecycle/end-chain.ts";

// What speaks against sending an alert
export { checkAlert } from "./checks/check-alert.ts";
export { checkVersions } from "./checks/check-versions.ts";
export type { AlertFacts, FirstMessage, LanguageVersion, Revision, VersionFacts } from "./checks/alert-facts.ts";

// Health Alert Network
export { hanCategories, hanCategoryOf, hanDefaults, withHanCategory } from "./han/han-category.ts";
export type { HanCategory, HanDefaults } from "./han/han-category.ts";
export { readPhinParameters, withPhinParameters } from "./han/phin-parameters.ts";
export type { PhinParameters } from "./han/phin-parameters.ts";

// Messages that are ready before anything happens
export { alertTemplates } from "./templates/alert-templates.ts";
export { checkTemplate } from "./templates/check-template.ts";
export { fillTemplate } from "./templates/fill-template.ts";
export { readAlertTemplate } from "./templates/read-alert-template.ts";
export type {
  AlertTemplate,
  TemplateAlertTexts,
  TemplatePlaceholder,
  TemplateTexts,
} from "./templates/alert-template.ts";
export type {
  FilledCorrection,
  FilledTemplate,
  TemplateMessage,
  TemplateNextMessage,
} from "./templates/fill-template.ts";
export type { TemplateValues, TemplateWords } from "./templates/read-values.ts";
