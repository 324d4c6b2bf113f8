/** Every form of a secret in which it could slip out. */
export function needlesOf(secrets: readonly string[]): readonly string[] {
  const forms = secrets.flatMap((secret) => [secret, encodeURIComponent(secret), btoa(unescapeToBytes(secret))]);
  return [...new Set(forms)].filter((form) => form !== "");
}

/**
 * Where in `value` one of `needles` stands: in its strings, its own properties (hidden ones and symbols too), the
 * getters of its class, the entries of maps and lists, its JSON, and in what Node prints of it.
 */
export function findLeaks(value: unknown, needles: readonly string[]): readonly string[] {
  const leaks: string[] = [];
  const look = (text: string, path: string): void => {
    if (needles.some((needle) => text.includes(needle))) leaks.push(path);
  };
  walk(value, "value", new Set(), look);
  look(toJson(value), "JSON");
  look(inspectFully(value), "inspect");
  return leaks;
}

type Look = (text: string, path: string) => void;

function walk(value: unknown, path: string, seen: Set<unknown>, look: Look): void {
  if (typeof value === "string") look(value, path);
  if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) return;
  seen.add(value);
  for (const [key, member] of membersOf(value)) walk(member, `${path}.${key}`, seen, look);
  if (value instanceof Map || value instanceof Set || value instanceof Headers || value instanceof URLSearchParams) {
    walk([...value], `${path}[entries]`, seen, look);
  }
}

/** Own properties, hidden ones included, and the getters of the classes that it comes from. */
function membersOf(value: object): [string, unknown][] {
  const members: [string, unknown][] = [];
  for (let owner: object | null = value; owner && !isBuiltIn(owner); owner = Reflect.getPrototypeOf(owner)) {
    for (const key of Reflect.ownKeys(owner)) {
      const property = Reflect.getOwnPropertyDescriptor(owner, key);
      if (owner === value || property?.get) members.push([String(key), read(value, key)]);
    }
  }
  return members;
}

const builtIn = new Set<object>([Object.prototype, Function.prototype, Array.prototype, Map.prototype, Set.prototype]);
const isBuiltIn = (owner: object): boolean => builtIn.has(owner);

function read(value: object, key: PropertyKey): unknown {
  try {
    return Reflect.get(value, key);
  } catch {
    // A getter that throws shows nothing.
    return undefined;
  }
}

function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    // A cycle or a BigInt: the walk has seen all of it.
    return "";
  }
}

interface NodeGlobal {
  readonly process?: {
    getBuiltinModule?(name: "node:util"): { inspect(value: unknown, options: object): string };
  };
}

/** What `console.log` could print at most. Empty where the runtime has no `inspect`. */
function inspectFully(value: unknown): string {
  // The package runs on the web platform too, whose globals do not know Node's.
  const util = (globalThis as NodeGlobal).process?.getBuiltinModule?.("node:util");
  return util?.inspect(value, { depth: Infinity, showHidden: true, getters: true, maxStringLength: null }) ?? "";
}

function unescapeToBytes(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}
