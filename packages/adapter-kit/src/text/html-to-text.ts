import { decodeEntities } from "./entities.ts";

const blocks = new Set(["p", "div", "ul", "ol", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"]);
const unseen = new Set(["script", "style", "template", "head", "title"]);
const empty = new Set(["br", "hr", "img", "wbr", "input", "source"]);

/**
 * The text that a reader of `html` sees: paragraphs and `<br>` become line breaks, character references become
 * characters, and elements of the classes `invisible` (the ends of shortened links) and `quote-inline` (a fallback
 * for old clients) are left out. The result is plain text: whoever puts it on a page must escape it again.
 *
 * Takes time in proportion to the length, whatever a stranger's server wrote.
 */
export function htmlToText(html: string): string {
  const out: string[] = [];
  let hidden: { readonly name: string; depth: number } | undefined;
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf("<", at);
    if (hidden === undefined) out.push(toInline(html.slice(at, open < 0 ? html.length : open)));
    if (open < 0) break;
    at = endOfMarkup(html, open);
    if (at === open) {
      // A bracket that opens nothing, as in "a < b".
      if (hidden === undefined) out.push("<");
      at++;
      continue;
    }
    const [, slash, found = ""] = /^<(\/?)([a-z][a-z0-9-]*)/i.exec(html.slice(open, Math.min(at, open + 32))) ?? [];
    const name = found.toLowerCase();
    const closing = slash === "/";
    if (hidden !== undefined) {
      if (name === hidden.name) hidden.depth += closing ? -1 : 1;
      if (hidden.depth === 0) hidden = undefined;
    } else if (!closing && !empty.has(name) && (unseen.has(name) || isHidden(html.slice(open, at)))) {
      hidden = { name, depth: 1 };
    } else {
      out.push(toBreak(name, closing));
    }
  }
  return tidy(out.join(""));
}

/** Where the tag, comment or declaration at `open` ends; `open` itself where there is none, the end where it never ends. */
function endOfMarkup(html: string, open: number): number {
  const next = html.charAt(open + 1);
  if (/[a-z]/i.test(next)) return endOfTag(html, open);
  if (!/[/!?]/.test(next)) return open;
  const comment = html.startsWith("<!--", open);
  const end = comment ? html.indexOf("-->", open + 4) : html.indexOf(">", open);
  return end < 0 ? html.length : end + (comment ? 3 : 1);
}

/** By hand and not by a pattern: a quoted value may hold `>`, and a tag that never ends must be read once only. */
function endOfTag(html: string, open: number): number {
  let quote = "";
  for (let index = open + 1; index < html.length; index++) {
    const character = html.charAt(index);
    if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === ">") return index + 1;
    else if (character === '"' || character === "'") quote = character;
  }
  return html.length;
}

function toInline(text: string): string {
  return decodeEntities(text.replace(/[\t\n\f\r ]+/g, " "));
}

function toBreak(name: string, closing: boolean): string {
  if (name === "br" || name === "hr") return "\n";
  if (name === "li") return closing ? "" : "\n- ";
  return blocks.has(name) ? "\n\n" : "";
}

function isHidden(tag: string): boolean {
  const match = /\sclass\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(tag);
  const names = (match?.[1] ?? match?.[2] ?? match?.[3] ?? "").split(/\s+/);
  return names.includes("invisible") || names.includes("quote-inline");
}

/** Lines without spaces around them, at most one empty line in a row, none at the ends. */
function tidy(text: string): string {
  const lines: string[] = [];
  for (const line of text.split("\n")) {
    const trimmed = line.replace(/ {2,}/g, " ").trim();
    if (trimmed !== "" || (lines.length > 0 && lines.at(-1) !== "")) lines.push(trimmed);
  }
  if (lines.at(-1) === "") lines.pop();
  return lines.join("\n");
}
