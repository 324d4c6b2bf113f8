import type { Audience, IsoDateTime, Receipt, ReplyTarget } from "@carecast/adapter";

/** What a draft of the fake adapter holds. A type and not an interface, so that it counts as `Json`. */
export type FakeBody = {
  readonly text: string;
  readonly audience: Audience;
  readonly media: readonly FakeMedia[];
  /** Names the prepared post, as networks with containers do. */
  readonly container: string;
  readonly language?: string;
  readonly contentWarning?: string;
  readonly poll?: FakePoll;
};

export type FakeMedia = {
  readonly kind: "image" | "video";
  readonly mimeType: string;
  readonly alt: string;
  readonly bytes: number;
};

export type FakePoll = {
  readonly options: readonly string[];
  readonly closesAt: IsoDateTime;
  readonly multiple: boolean;
};

/** One post that readers of the fake network can see. */
export interface FakePost {
  readonly id: string;
  readonly url: string;
  readonly at: IsoDateTime;
  /** The delivery's key, as `publish` was given it. */
  readonly key: string;
  readonly text: string;
  readonly body: FakeBody;
  readonly replyTo?: ReplyTarget;
  readonly receipt: Receipt;
}
