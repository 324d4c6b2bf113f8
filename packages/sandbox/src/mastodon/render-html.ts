import { parseText, type Piece } from "./parse-text.ts";
import type { State, Status } from "./state.ts";

/** The content of a status in the HTML that Mastodon serves. */
export function renderHtml(state: State, status: Status): string {
  if (status.text === "") return "";
  const inner = parseText(status.text)
    .map((piece) => renderPiece(state, status, piece))
    .join("");
  return `<p>${inner.replaceAll(/\n{2,}/g, "</p><p>").replaceAll("\n", "<br />")}</p>`;
}

function renderPiece(state: State, status: Status, piece: Piece): string {
  switch (piece.kind) {
    case "text":
      return escapeHtml(piece.text);
    case "url":
      return renderLink(piece.text);
    case "hashtag":
      return `<a href="${state.baseUrl}/tags/${encodeURIComponent(piece.name.toLowerCase())}" class="mention hashtag" rel="tag">#<span>${escapeHtml(piece.name)}</span></a>`;
    case "mention": {
      const account = status.mentions.find(
        ({ username, host }) => username === piece.username && (host ?? state.host) === (piece.host ?? state.host),
      );
      if (account === undefined) return escapeHtml(piece.text);
      return `<span class="h-card" translate="no"><a href="${account.url}" class="u-url mention">@<span>${escapeHtml(account.username)}</span></a></span>`;
    }
  }
}

/** The scheme and everything beyond 30 characters are there but hidden. */
function renderLink(url: string): string {
  const scheme = /^https?:\/\/(?:www\.)?/.exec(url)?.[0] ?? "";
  const shown = url.slice(scheme.length, scheme.length + 30);
  const rest = url.slice(scheme.length + 30);
  const shownClass = rest === "" ? "" : "ellipsis";
  return (
    `<a href="${escapeHtml(url)}" target="_blank" rel="nofollow noopener noreferrer" translate="no">` +
    `<span class="invisible">${scheme}</span><span class="${shownClass}">${escapeHtml(shown)}</span>` +
    `<span class="invisible">${escapeHtml(rest)}</span></a>`
  );
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
