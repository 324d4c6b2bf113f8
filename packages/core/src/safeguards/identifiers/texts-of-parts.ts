import type { OutgoingMedia, OutgoingPart } from "../safeguard.ts";
import type { ScanText } from "./finding.ts";

/** Every text of the parts of one thread that a reader or a network would get, with the paths `parts[0].media[1].alt`. */
export function textsOfParts(parts: readonly OutgoingPart[]): readonly ScanText[] {
  const texts = parts.map(({ text }, index): ScanText => {
    const path = `parts[${index}].text`;
    return index === 0 ? { path, text } : { path, text, continues: true };
  });
  // The texts of a thread stand next to each other, because each continues the one before it.
  for (const [index, part] of parts.entries()) addExtras(part, `parts[${index}]`, texts);
  return texts;
}

function addExtras({ contentWarning, media, card, poll }: OutgoingPart, at: string, texts: ScanText[]): void {
  const add = (path: string, text: string | undefined): void => {
    if (text) texts.push({ path: `${at}.${path}`, text });
  };
  add("contentWarning", contentWarning);
  for (const [index, item] of media.entries()) addMedium(item, `${at}.media[${index}]`, texts);
  add("card.url", card?.url);
  add("card.title", card?.title);
  add("card.description", card?.description);
  for (const [index, option] of (poll?.options ?? []).entries()) add(`poll.options[${index}]`, option);
}

function addMedium({ alt, url, fileName }: OutgoingMedia, at: string, texts: ScanText[]): void {
  if (alt) texts.push({ path: `${at}.alt`, text: alt });
  if (url) texts.push({ path: `${at}.url`, text: url });
  if (fileName) texts.push({ path: `${at}.fileName`, text: fileName, form: "file-name" });
}
