import type { ScanText } from "./finding.ts";

/** What of a part leaves as text; the planned parts of core and the parts that adapters get both fit. */
export interface OutgoingPart {
  readonly text: string;
  readonly contentWarning?: string;
  readonly media: readonly OutgoingMedia[];
  readonly card?: { readonly url: string; readonly title: string; readonly description?: string };
  readonly poll?: { readonly options: readonly string[] };
}

/** A picture or video with its description, and its bytes or address, which may carry a file name. */
export interface OutgoingMedia {
  readonly alt?: string;
  readonly url?: string;
  readonly bytes?: Uint8Array | Blob;
  readonly blob?: Blob;
}

/** Every text of the parts of one post that a reader or a network would get, with the paths `parts[0].media[1].alt`. */
export function textsOfParts(parts: readonly OutgoingPart[]): readonly ScanText[] {
  const texts = parts.map(({ text }, index) => ({
    path: `parts[${index}].text`,
    text,
    ...(index > 0 && { continues: true }),
  }));
  // The texts of a thread stand next to each other, because each continues the one before it.
  return [...texts, ...parts.flatMap((part, index) => listExtras(part, `parts[${index}]`))];
}

function listExtras({ contentWarning, media, card, poll }: OutgoingPart, at: string): readonly ScanText[] {
  const extras: ScanText[] = [];
  const add = (path: string, text: string | undefined): void => {
    if (text) extras.push({ path: `${at}.${path}`, text });
  };
  add("contentWarning", contentWarning);
  for (const [index, item] of media.entries()) {
    add(`media[${index}].alt`, item.alt);
    add(`media[${index}].url`, item.url);
    const name = nameOf(item.bytes) ?? nameOf(item.blob);
    if (name) extras.push({ path: `${at}.media[${index}].name`, text: name, form: "file-name" });
  }
  add("card.url", card?.url);
  add("card.title", card?.title);
  add("card.description", card?.description);
  for (const [index, option] of (poll?.options ?? []).entries()) add(`poll.options[${index}]`, option);
  return extras;
}

/** A `File` brings its name along, and networks show it. */
function nameOf(bytes: Uint8Array | Blob | undefined): string | undefined {
  return bytes instanceof Blob && "name" in bytes && typeof bytes.name === "string" ? bytes.name : undefined;
}
