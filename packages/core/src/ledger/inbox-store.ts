/** An inbound item that the application has handled. */
export interface HandledMark {
  /** The name of the listener: two listeners on one channel each see every item. */
  readonly listener: string;
  readonly channel: string;
  readonly eventId: string;
  /** Left out for webhook events, which have no position. */
  readonly cursor?: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** How far each listener has come. */
export interface InboxStore {
  /** The position after the last item that this listener has handled on this channel. */
  cursor(listener: string, channel: string): Promise<string | undefined>;

  /** Whether this event was handled within the dedupe window of the ledger. */
  wasHandled(listener: string, channel: string, eventId: string): Promise<boolean>;

  /** Stores the dedupe mark and, where there is one, the cursor: both or none. */
  markHandled(mark: HandledMark): Promise<void>;
}
