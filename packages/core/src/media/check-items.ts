import { findBox, listBoxes, type Box } from "./box.ts";
import { readText, readUint, type Bytes } from "./bytes.ts";
import { MediaFault } from "./media-fault.ts";

/** Boxes of the item index that describe pictures (ISO/IEC 23008-12) and hold no text of their own. */
const plain = /^(hdlr|dinf|pitm|iloc|iinf|iref|iprp|idat|grpl)$/;

/** Items that are pictures, or are made of others. */
const picture = /^(hvc1|hev1|av01|avc1|grid|iovl|iden|tmap)$/;

/** Refuses a HEIC or AVIF picture with anything but pictures in it: Exif and XMP are items there. */
export function checkItems(bytes: Bytes): void {
  // Four bytes of version and flags come first.
  const meta: Box = { type: "meta", at: 0, body: 4, end: bytes.length };
  for (const { type } of listBoxes(bytes, meta.body, meta.end)) if (!plain.test(type)) throw impure();
  const items = findBox(bytes, meta, /iinf/);
  for (const { body } of listBoxes(bytes, items.body + (readUint(bytes, items.body, 1) ? 8 : 6), items.end)) {
    if (!picture.test(readText(bytes, body + (readUint(bytes, body, 1) === 3 ? 10 : 8), 4))) throw impure();
  }
}

function impure(): MediaFault {
  return new MediaFault(
    "media-metadata",
    "The picture holds Exif or other data, which can give away a position and is not removed from this format. Save it as JPEG.",
  );
}
