/** An element of a parsed document. Comments and processing instructions are gone. */
export interface XmlElement {
  readonly name: string;
  /** The namespace; empty where there is none. */
  readonly uri: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** Own text in one piece. Space between child elements is left out. */
  readonly text: string;
}

/** An attribute; declarations of namespaces do not count. */
export interface XmlAttribute {
  readonly name: string;
  readonly uri: string;
  readonly value: string;
}

/** The four characters that XML calls white space, and nothing else. */
export function isBlank(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return false;
  }
  return true;
}
