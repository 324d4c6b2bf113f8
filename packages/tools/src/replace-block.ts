/**
 * The page with other content between `<!-- name -->` and `<!-- /name -->`.
 *
 * @throws Error where the page has not exactly one such pair.
 */
export function replaceBlock(page: string, name: string, content: string): string {
  const [opening, closing] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [before, rest, ...more] = page.split(opening);
  const [, after, ...others] = rest?.split(closing) ?? [];
  if (before === undefined || after === undefined || more.length > 0 || others.length > 0)
    throw new Error(`The page needs one line ${opening} and, below it, one line ${closing}.`);
  return `${before}${opening}\n\n${content}\n\n${closing}${after}`;
}
