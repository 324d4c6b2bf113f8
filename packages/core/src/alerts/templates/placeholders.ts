const placeholder = /\{([^{}]*)\}/g;

/** The names in braces. A brace without its partner gives an empty name, which nobody can declare. */
export function listPlaceholders(text: string): readonly string[] {
  const names = [...text.matchAll(placeholder)].map(([, name = ""]) => name);
  return /[{}]/.test(text.replace(placeholder, "")) ? [...names, ""] : names;
}

/** Each name in braces replaced, once: what a value holds is never read again. */
export function replacePlaceholders(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(placeholder, (written, name: string) => values[name] ?? written);
}
