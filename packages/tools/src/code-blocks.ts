/** A piece of TypeScript in a Markdown file. */
export interface CodeBlock {
  readonly code: string;
  /** The line of its first line of code, from 1. */
  readonly line: number;
}

const opening = /^( *)(`{3,})(\w*)(.*)$/;

/**
 * Every block fenced as `ts`. One that is fenced as `ts continued` goes on where the block before it ended, so that a
 * page can explain a program piece by piece.
 */
export function readCodeBlocks(markdown: string): readonly CodeBlock[] {
  const lines = markdown.split("\n");
  const blocks: CodeBlock[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const [, indent = "", fence, language, info = ""] = opening.exec(lines[index] ?? "") ?? [];
    if (fence === undefined) continue;
    const start = index + 1;
    for (index = start; index < lines.length && lines[index]?.trim() !== fence; index += 1);
    if (language !== "ts") continue;
    const code = lines.slice(start, index).map((line) => line.slice(indent.length));
    const before = info.trim() === "continued" ? blocks.pop() : undefined;
    if (before === undefined) {
      blocks.push({ code: code.join("\n"), line: start + 1 });
    } else {
      // The lines between stay as empty ones, so that an error still points at its line.
      const gap = start + 1 - before.line - before.code.split("\n").length;
      blocks.push({ code: [before.code, ...Array<string>(gap).fill(""), ...code].join("\n"), line: before.line });
    }
  }
  return blocks;
}
