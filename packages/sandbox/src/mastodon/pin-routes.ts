import type { Exchange, Route } from "../shared/router.ts";
import { json, type WireReply } from "../shared/wire.ts";
import { authorize } from "./authorize.ts";
import { invalid, missing, refuse } from "./refusals.ts";
import type { Account, State, Status } from "./state.ts";
import { toStatus } from "./to-entities.ts";

const most = 5;

/** https://docs.joinmastodon.org/methods/statuses/#pin */
export function pinRoutes(state: State): readonly Route[] {
  const path = "/api/v1/statuses/:id";
  return [
    { method: "POST", path: `${path}/pin`, answer: (exchange) => pin(state, exchange) },
    { method: "POST", path: `${path}/unpin`, answer: (exchange) => unpin(state, exchange) },
  ];
}

function pin(state: State, exchange: Exchange): WireReply {
  const { account, status } = readTarget(state, exchange);
  const problems = findProblems(state, account, status);
  if (problems.length > 0) throw invalid(problems.join(", "));
  // The reference server leaves this to its database, which is asked after all rules.
  if (state.pins.has(status.id)) throw refuse(422, "Duplicate record");
  state.pins.add(status.id);
  return json(toStatus(state, status, account));
}

/** Somebody else's pin is none of ours: it stays, and the answer says nothing of it. */
function unpin(state: State, exchange: Exchange): WireReply {
  const { account, status } = readTarget(state, exchange);
  if (status.account === account) state.pins.delete(status.id);
  return json(toStatus(state, status, account));
}

function readTarget(state: State, { request, params }: Exchange): { account: Account; status: Status } {
  const { account } = authorize(state, request, "write:accounts");
  const status = state.statuses.get(params["id"] ?? "");
  if (status === undefined) throw missing();
  return { account, status };
}

/** The rules of `app/validators/status_pin_validator.rb` in mastodon/mastodon, in its order. */
function findProblems(state: State, account: Account, status: Status): readonly string[] {
  const own = [...state.pins].filter((id) => state.statuses.get(id)?.account === account);
  return [
    ...(status.reblogOf === null ? [] : ["A boost cannot be pinned"]),
    ...(status.account === account ? [] : ["Someone else's post cannot be pinned"]),
    ...(status.visibility === "direct" ? ["Posts that are only visible to mentioned users cannot be pinned"] : []),
    ...(own.length < most ? [] : ["You have already pinned the maximum number of posts"]),
  ];
}
