/** A copy of `value` without the member `name`. */
export function omit<T extends object, K extends keyof T>(value: T, name: K): Omit<T, K> {
  const copy: Partial<T> = { ...value };
  delete copy[name];
  // Every other member of `value` is still there.
  return copy as Omit<T, K>;
}
