import type { Feedback } from "@carecast/adapter";

/** One inbound item with the channel on which it came. */
export interface FeedbackItem<Channel extends string = string> extends Feedback {
  readonly channel: Channel;
  /** Names the event on its channel; the same event delivered twice carries the same id. */
  readonly eventId: string;
}
