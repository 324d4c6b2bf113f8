/** Something that another person made. `id` is the network's: a status id, an `at://` URI. */
export interface Made {
  readonly id: string;
}

export interface ByOptions {
  /** Who does it; the person is made up on first use. Default `visitor`. */
  readonly from?: string;
}

export interface ToOptions extends ByOptions {
  /** Which of the server's own accounts it is for, by the name that `addAccount` got. Default: the first. */
  readonly to?: string;
}

/** What other people do on a network. Each call takes effect at once: notifications and streams included. */
export interface Others {
  /** Answers the post `id`, mentioning its author as clients do. */
  reply(id: string, text: string, options?: ByOptions): Made;
  /** Mentions one of the server's own accounts. */
  mention(text: string, options?: ToOptions): Made;
  /** Posts publicly; hashtags in the text count. */
  post(text: string, options?: ByOptions): Made;
  /** Replaces the text of a post that another person made. */
  edit(id: string, text: string): void;
  /** Removes a post that another person made. */
  remove(id: string): void;
  like(id: string, options?: ByOptions): void;
  repost(id: string, options?: ByOptions): Made;
  follow(options?: ToOptions): void;
}
