import type { Fault, FaultKind, OnMedia, OnRequest, OnStream } from "./fault.ts";

export interface FiredFault {
  readonly kind: FaultKind;
  /** Milliseconds since the epoch, by the sandbox's clock. */
  readonly at: number;
  /** The endpoint that it met; left out for streams. */
  readonly endpoint?: string;
}

export interface OrderedFault {
  /** How often it has fired. */
  readonly fired: number;
  /** Resolves when it fires for the first time. */
  readonly firstFired: Promise<void>;
  cancel(): void;
}

/** The faults of one server. */
export interface Faults {
  /**
   * Orders a fault. Several at once are met in the order of ordering, one a request. Throws a `RangeError` when `on`
   * names an endpoint that the network does not have.
   */
  order(fault: Fault): OrderedFault;
  /** Every fault that has fired, oldest first. */
  fired(kind?: FaultKind): readonly FiredFault[];
  /** Cancels every fault that is still waiting, and forgets the fired ones. */
  clear(): void;
}

/** An ordered fault as the network sees it. */
export interface PendingFault<Kind extends Fault = Fault> {
  readonly fault: Kind;
  /** The tokens that were out when it was ordered. */
  readonly tokens: ReadonlySet<string>;
  matches(endpoint: string): boolean;
  /** Counts one meeting; false while `after` still lets requests pass. */
  meet(): boolean;
  fire(endpoint?: string): void;
}

export interface FaultBookOptions {
  readonly now: () => number;
  readonly publishEndpoints: readonly string[];
  /** Every endpoint there is, known only when the network is built. */
  readonly endpoints: () => readonly string[];
  readonly liveTokens: () => ReadonlySet<string>;
  readonly dropStreams: () => void;
}

export interface FaultBook extends Faults {
  /** False as long as nothing is ordered: the fast way out of every request. */
  readonly waiting: boolean;
  onRequest(): readonly PendingFault<OnRequest>[];
  takeMedia(endpoint: string): OnMedia | undefined;
  /** `wanted`: whether any open stream would get the event; without one only losing it makes sense. */
  takeStream(wanted: boolean): "lose" | "duplicate" | "malformed" | undefined;
}

const streamKinds = new Set<FaultKind>(["stream-drop", "stream-duplicate", "stream-malformed"]);
const losingKinds = new Set<FaultKind>(["stream-drop"]);
const mediaKinds = new Set<FaultKind>(["slow-media", "media-failure"]);

export function createFaultBook(options: FaultBookOptions): FaultBook {
  let pending: readonly Entry[] = [];
  let log: FiredFault[] = [];

  const onFire = (entry: Entry, endpoint: string | undefined): void => {
    if (entry.isSpent) pending = pending.filter((other) => other !== entry);
    const fired = { kind: entry.fault.kind, at: options.now() };
    log.push(endpoint === undefined ? fired : { ...fired, endpoint });
  };
  const take = (kinds: ReadonlySet<FaultKind>, endpoint?: string): Fault | undefined => {
    const entry = pending.find(({ fault }) => kinds.has(fault.kind));
    entry?.fire(endpoint);
    return entry?.fault;
  };

  return {
    get waiting() {
      return pending.length > 0;
    },
    order(fault) {
      const entry = new Entry(fault, options, onFire);
      pending = [...pending, entry];
      if (fault.kind === "stream-drop") {
        options.dropStreams();
        entry.fire();
      }
      return {
        get fired() {
          return entry.fired;
        },
        firstFired: entry.firstFired,
        cancel() {
          pending = pending.filter((other) => other !== entry);
        },
      };
    },
    fired: (kind) => log.filter((entry) => kind === undefined || entry.kind === kind),
    clear() {
      pending = [];
      log = [];
    },
    onRequest: () => pending.filter((entry): entry is Entry & PendingFault<OnRequest> => isOnRequest(entry.fault)),
    takeMedia: (endpoint) => take(mediaKinds, endpoint) as OnMedia | undefined,
    takeStream(wanted) {
      const fault = take(wanted ? streamKinds : losingKinds) as OnStream | undefined;
      return fault === undefined ? undefined : streamEffects[fault.kind];
    },
  };
}

class Entry implements PendingFault {
  readonly fault: Fault;
  readonly tokens: ReadonlySet<string>;
  readonly firstFired: Promise<void>;
  fired = 0;
  private skip: number;
  private readonly patterns: readonly RegExp[];
  private readonly onFire: (entry: Entry, endpoint: string | undefined) => void;
  private resolveFirst: () => void = () => undefined;

  constructor(fault: Fault, options: FaultBookOptions, onFire: (entry: Entry, endpoint: string | undefined) => void) {
    this.fault = fault;
    this.skip = "after" in fault ? (fault.after ?? 0) : 0;
    this.tokens = fault.kind === "expired-token" ? options.liveTokens() : noTokens;
    this.patterns = patternsOf(fault, options);
    this.onFire = onFire;
    this.firstFired = new Promise((resolve) => {
      this.resolveFirst = resolve;
    });
  }

  get isSpent(): boolean {
    return this.fired >= timesOf(this.fault);
  }

  matches(endpoint: string): boolean {
    return this.patterns.some((pattern) => pattern.test(endpoint));
  }

  meet(): boolean {
    if (this.skip === 0) return true;
    this.skip -= 1;
    return false;
  }

  fire(endpoint?: string): void {
    this.fired += 1;
    this.onFire(this, endpoint);
    this.resolveFirst();
  }
}

const noTokens: ReadonlySet<string> = new Set();

const streamEffects = {
  "stream-drop": "lose",
  "stream-duplicate": "duplicate",
  "stream-malformed": "malformed",
} as const;

function isOnRequest(fault: Fault): fault is OnRequest {
  return !streamKinds.has(fault.kind) && !mediaKinds.has(fault.kind);
}

function timesOf(fault: Fault): number {
  if (fault.kind === "stream-drop") return 1 + (fault.loseEvents ?? 0);
  return fault.times ?? (fault.kind === "expired-token" ? Infinity : 1);
}

function patternsOf(fault: Fault, options: FaultBookOptions): readonly RegExp[] {
  const on = "on" in fault ? fault.on : undefined;
  const usual = fault.kind === "expired-token" ? ["*"] : options.publishEndpoints;
  const list = on === undefined ? usual : typeof on === "string" ? [on] : on;
  return list.map((text) => {
    const pattern = new RegExp(`^${text.split("*").map(escapeRegExp).join(".*")}$`);
    if (!options.endpoints().some((endpoint) => pattern.test(endpoint))) {
      throw new RangeError(`no endpoint of this network is called ${text}`);
    }
    return pattern;
  });
}

function escapeRegExp(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
}
