/**
 * A module of Node where the runtime has it, without an import that would keep this package off other runtimes.
 * `T` is what the caller uses of it.
 */
export function builtinModule<T>(name: string): T | undefined {
  // Neither the global nor the types of its modules are there when the main entry compiles.
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  return process?.getBuiltinModule?.(name) as T | undefined;
}
