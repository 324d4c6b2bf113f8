import type { Exchange, Route } from "../shared/router.ts";
import { toIso } from "../shared/to-iso.ts";
import { json, type WireReply } from "../shared/wire.ts";
import * as inputs from "./input-schemas.ts";
import { numberOf, readBody, readParams, textOf } from "./read-input.ts";
import { invalidRequest } from "./refusals.ts";
import { authorize } from "./sessions.ts";
import type { State } from "./state.ts";
import { toNotificationView } from "./to-views.ts";

/** app.bsky.notification.* */
export function notificationRoutes(state: State): readonly Route[] {
  const at = "/xrpc/app.bsky.notification.";
  return [
    { method: "GET", path: `${at}listNotifications`, answer: (exchange) => listNotifications(state, exchange) },
    {
      method: "GET",
      path: `${at}getUnreadCount`,
      answer: ({ request }) => {
        const { account } = authorize(state, request);
        return json({
          count: state.notifications.filter(({ to, at: when }) => to === account && when > account.seenAt).length,
        });
      },
    },
    {
      method: "POST",
      path: `${at}updateSeen`,
      answer: ({ request }) => {
        const { account } = authorize(state, request);
        account.seenAt = Date.parse(textOf(readBody(request, inputs.updateSeen), "seenAt"));
        return { status: 200, headers: {}, body: null };
      },
    },
  ];
}

/** Newest first. The cursor is the place of the last one, so that equal times lose nothing. */
function listNotifications(state: State, { request }: Exchange): WireReply {
  const { account } = authorize(state, request);
  const params = readParams(request, inputs.listNotifications);
  const limit = numberOf(params, "limit", 50);
  const reasons = request.query.getAll("reasons");
  const before = params["cursor"] === undefined ? Infinity : Number(params["cursor"]);
  if (Number.isNaN(before)) throw invalidRequest("Malformed cursor");
  const mine = state.notifications
    .filter(
      ({ to, reason, seq }) => to === account && seq < before && (reasons.length === 0 || reasons.includes(reason)),
    )
    .slice(-limit - 1)
    .reverse();
  const page = mine.slice(0, limit);
  const last = page.at(-1);
  return json({
    notifications: page.map((one) => toNotificationView(state, one)),
    ...(last === undefined || mine.length <= limit ? {} : { cursor: String(last.seq) }),
    seenAt: toIso(account.seenAt),
    priority: false,
  });
}
