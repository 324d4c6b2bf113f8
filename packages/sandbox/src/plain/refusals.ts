import { json, Refusal, type WireReply } from "../shared/wire.ts";

/** How this network says no: a code for programs, and nothing that anybody wrote. */
export function refuse(status: number, code: string): Refusal {
  return new Refusal(failure(status, code));
}

export function failure(status: number, code: string, headers?: Readonly<Record<string, string>>): WireReply {
  return json({ error: { code } }, status, headers);
}
