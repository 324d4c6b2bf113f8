import type { Exchange, Route } from "../shared/router.ts";
import { toIso } from "../shared/to-iso.ts";
import { json, type WireReply } from "../shared/wire.ts";
import { readBody, readLimit, requireString } from "./read-input.ts";
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
        const seenAt = Date.parse(requireString(readBody(request), "seenAt"));
        if (Number.isNaN(seenAt)) throw invalidRequest("Invalid datetime at $.seenAt");
        account.seenAt = seenAt;
        return { status: 200, headers: {}, body: null };
      },
    },
  ];
}

/** Newest first. The cursor is the place of the last one, so that equal times lose nothing. */
function listNotifications(state: State, { request }: Exchange): WireReply {
  const { account } = authorize(state, request);
  const { query } = request;
  const limit = readLimit(query, 50);
  const reasons = query.getAll("reasons");
  const cursor = query.get("cursor");
  const before = cursor === null ? Infinity : Number(cursor);
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
