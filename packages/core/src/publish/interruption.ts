/**
 * Work on a delivery stops here, and nothing went wrong: a hold covers it, somebody else has moved it on, or this hub
 * closes. Never leaves core.
 */
export class Interruption extends Error {
  readonly why: "held" | "lost" | "closing";
  constructor(why: "held" | "lost" | "closing") {
    super(why);
    this.why = why;
  }
}
