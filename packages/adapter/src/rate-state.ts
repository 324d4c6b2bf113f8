import type { RateBudget } from "./capabilities.ts";

/** What an answer of the network said of one rate budget. */
export interface RateState {
  readonly of: RateBudget["of"];
  /** How much the budget grants in one period. */
  readonly limit: number;
  /** How much of it is left. */
  readonly remaining: number;
  /** When it is whole again, milliseconds since the epoch. */
  readonly resetAt: number;
}
