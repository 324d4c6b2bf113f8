// The contract of a ledger, for those who write one
export { describeLedger } from "./ledger/ledger-contract.ts";
export type { LedgerStore } from "./ledger/ledger-contract.ts";

// Records for its other tests
export {
  sampleAuditRow,
  sampleDelivery,
  sampleHold,
  sampleMedia,
  samplePublication,
} from "./ledger/contract/samples.ts";
