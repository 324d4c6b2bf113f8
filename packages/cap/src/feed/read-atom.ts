import { joinPath, type Fault, type Report } from "../report.ts";
import type { XmlElement } from "../xml/xml-element.ts";
import { isAlertElement, readEmbeddedAlert } from "./embedded-alert.ts";
import { readAtomTime } from "./feed-dates.ts";
import { atomNamespace, type CapFeed, type CapFeedEntry } from "./feed.ts";
import { finishEntry, keepKnown, readUrl } from "./finish-entry.ts";

const missing: Fault = { rule: "missing", message: "is missing or empty (RFC 4287)." };
const unknown: Fault = { rule: "unknown-element", message: "has an element that Atom does not have (RFC 4287)." };
const outside: Fault = { rule: "alert-outside-entry", message: "has an alert that is in no entry. It was not read." };

const inFeed = "author category contributor entry generator icon id link logo rights subtitle title updated".split(" ");
const inEntry = "author category content contributor id link published rights source summary title updated".split(" ");

/** An Atom feed (RFC 4287). Elements of other namespaces are passed over, as it asks. */
export function readAtom(root: XmlElement, report: Report): CapFeed {
  checkNames(root, inFeed, "", report);
  if (root.children.some(isAlertElement)) {
    report.at("");
    report.remark(outside);
  }
  const entries: CapFeedEntry[] = [];
  const elements = root.children.filter(isAtom("entry"));
  elements.forEach((element, index) => {
    const entry = readEntry(element, joinPath("", "entries", index), report);
    if (entry) entries.push(entry);
  });
  const self = root.children.find((child) => isAtom("link")(child) && attributeOf(child, "rel") === "self");
  const author = root.children.find(isAtom("author"));
  return {
    ...keepKnown({
      id: required(root, "id", "", report),
      title: required(root, "title", "", report),
      updated: readUpdated(root, "", report),
      author: author && textOf(author, "name"),
      url: self && readUrl(attributeOf(self, "href"), "", report),
    }),
    entries,
  };
}

function readEntry(element: XmlElement, place: string, report: Report): CapFeedEntry | undefined {
  checkNames(element, inEntry, place, report);
  const content = element.children.find(isAtom("content"));
  const carried = [...(content?.children ?? []), ...element.children].find(isAlertElement);
  const summary = element.children.find(isAtom("summary"));
  const isPlain = (attributeOf(summary, "type") ?? "text") === "text";
  return finishEntry(
    {
      id: textOf(element, "id"),
      title: required(element, "title", place, report),
      updated: readUpdated(element, place, report),
      url: findCapLink(element) ?? attributeOf(content, "src"),
      summary: isPlain ? textOf(element, "summary") : undefined,
      alert: carried && readEmbeddedAlert(carried, place, report),
    },
    place,
    report,
  );
}

/** The link that says it leads to CAP; else the first that does not say otherwise. */
function findCapLink(element: XmlElement): string | undefined {
  const links = element.children.filter(isAtom("link")).map((link) => ({
    href: attributeOf(link, "href"),
    type: attributeOf(link, "type") ?? "",
    rel: attributeOf(link, "rel") ?? "alternate",
  }));
  const isCap = ({ type }: { type: string }): boolean => /\bcap\b|common-alerting/i.test(type);
  const mayBeCap = ({ type, rel }: { type: string; rel: string }): boolean =>
    /^(?:$|(?:application|text)\/xml\b)/i.test(type) && /^(?:alternate|related|enclosure)$/.test(rel);
  return (links.find(isCap) ?? links.find(mayBeCap))?.href;
}

function readUpdated(element: XmlElement, place: string, report: Report): string | undefined {
  const text = required(element, "updated", place, report);
  report.at(place, "updated");
  return text === undefined ? undefined : readAtomTime(text, report);
}

function required(element: XmlElement, name: string, place: string, report: Report): string | undefined {
  const text = textOf(element, name);
  if (text === undefined) {
    report.at(place, name);
    report.bear(missing);
  }
  return text;
}

function checkNames(element: XmlElement, known: readonly string[], place: string, report: Report): void {
  const isStrange = element.children.some(({ name, uri }) => uri === atomNamespace && !known.includes(name));
  if (!isStrange) return;
  report.at(place);
  report.repair(unknown, "left out");
}

function isAtom(wanted: string): (element: XmlElement) => boolean {
  return ({ name, uri }) => uri === atomNamespace && name === wanted;
}

function textOf(element: XmlElement, name: string): string | undefined {
  const child = element.children.find(isAtom(name));
  return child && (allText(child).trim() || undefined);
}

/** A title in XHTML has its words in elements. */
function allText({ text, children }: XmlElement): string {
  return [text, ...children.map(allText)].join(" ");
}

function attributeOf(element: XmlElement | undefined, wanted: string): string | undefined {
  return element?.attributes.find(({ name, uri }) => uri === "" && name === wanted)?.value.trim();
}
