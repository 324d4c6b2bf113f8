import { json, Refusal, type WireReply } from "../shared/wire.ts";

export function refuse(status: number, error: string): Refusal {
  return new Refusal(json({ error }, status));
}

/** 422 with the words of a failed model validation. */
export function invalid(problem: string): Refusal {
  return refuse(422, `Validation failed: ${problem}`);
}

const recordNotFound: WireReply = json({ error: "Record not found" }, 404);
export const notFound: WireReply = json({ error: "Not found" }, 404);
export const internalError: WireReply = json({ error: "We're sorry, but something went wrong on our end." }, 500);

export function missing(): Refusal {
  return new Refusal(recordNotFound);
}
