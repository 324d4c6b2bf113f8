import type { Fields } from "../shared/body.ts";
import type { Exchange, Route } from "../shared/router.ts";
import { json } from "../shared/wire.ts";
import { authorize } from "./authorize.ts";
import { paginate } from "./paginate.ts";
import { readFields } from "./read-fields.ts";
import { readStatusText, readVisibility } from "./read-status-fields.ts";
import { invalid, missing } from "./refusals.ts";
import { nextId, type Account, type Scheduled, type State, type StatusText } from "./state.ts";
import { toScheduled } from "./to-entities.ts";
import { addStatus } from "./write-status.ts";

const leastAheadMs = 300_000;

/** https://docs.joinmastodon.org/methods/scheduled_statuses/ */
export function scheduleRoutes(state: State): readonly Route[] {
  const path = "/api/v1/scheduled_statuses";
  return [
    {
      method: "GET",
      path,
      answer: ({ request }) => {
        const { account } = authorize(state, request, "read:statuses");
        const mine = [...state.scheduled.values()].filter((one) => one.account === account);
        const { items, headers } = paginate(state, request, mine, { usual: 20, most: 40 });
        return json(
          items.map((one) => toScheduled(state, one)),
          200,
          headers,
        );
      },
    },
    {
      method: "GET",
      path: `${path}/:id`,
      answer: (exchange) => json(toScheduled(state, findScheduled(state, exchange, "read:statuses"))),
    },
    {
      method: "PUT",
      path: `${path}/:id`,
      answer: async (exchange) => {
        const scheduled = findScheduled(state, exchange, "write:statuses");
        const at = Date.parse(String((await readFields(exchange.request))["scheduled_at"]));
        if (!isFarEnough(state, at)) throw tooSoon();
        const moved = { ...scheduled, at };
        state.scheduled.set(moved.id, moved);
        return json(toScheduled(state, moved));
      },
    },
    {
      method: "DELETE",
      path: `${path}/:id`,
      answer: (exchange) => {
        const { id, media } = findScheduled(state, exchange, "write:statuses");
        state.scheduled.delete(id);
        for (const one of media) one.attachedTo = null;
        return json({});
      },
    },
  ];
}

/** Keeps a status for later if `scheduled_at` asks for it. A time that is past already means now. */
export function schedule(state: State, account: Account, fields: Fields, text: StatusText): Scheduled | undefined {
  const wanted = fields["scheduled_at"];
  if (typeof wanted !== "string" || wanted === "") return undefined;
  const at = Date.parse(wanted);
  if (Number.isNaN(at) || at <= state.now()) return undefined;
  if (!isFarEnough(state, at)) throw tooSoon();
  const scheduled: Scheduled = { id: nextId(state), account, at, fields, media: text.media };
  for (const media of text.media) media.attachedTo = `scheduled ${scheduled.id}`;
  state.scheduled.set(scheduled.id, scheduled);
  return scheduled;
}

/** Posts what has come due since anybody last asked. */
export function publishDue(state: State): void {
  for (const { id, at, account, fields, media } of state.scheduled.values()) {
    if (at > state.now()) continue;
    state.scheduled.delete(id);
    for (const one of media) one.attachedTo = null;
    const inReplyTo = state.statuses.get(String(fields["in_reply_to_id"])) ?? null;
    const visibility = readVisibility(fields["visibility"]);
    addStatus(state, account, { ...readStatusText(state, account, fields), visibility, inReplyTo });
  }
}

function findScheduled(state: State, { request, params }: Exchange, scope: string): Scheduled {
  const { account } = authorize(state, request, scope);
  const scheduled = state.scheduled.get(params["id"] ?? "");
  if (scheduled?.account !== account) throw missing();
  return scheduled;
}

function isFarEnough(state: State, at: number): boolean {
  return at - state.now() >= leastAheadMs;
}

function tooSoon(): Error {
  return invalid("Scheduled at The scheduled date must be in the future");
}
