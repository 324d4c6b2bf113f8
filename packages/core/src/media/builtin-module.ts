/**
 * A module of Node where the runtime has it, without an import that would keep this package off other runtimes.
 * `T` is what the caller uses of it.
 */
export function builtinModule<T>(name: string): T | undefined {
  const runtime: { process?: { getBuiltinModule?: (name: string) => unknown } } = globalThis;
  // The module's own types are not there: the main entry compiles without Node's.
  return runtime.process?.getBuiltinModule?.(name) as T | undefined;
}
