const sameForAll = "Give the same answer as to everyone: general policy, and a private way to write or call.";

const rules: Readonly<Record<string, string>> = {
  name: "Repeats a name of the comment that is answered.",
  date: "Names a time, which points to a visit.",
  argues: "Argues about what happened, which only somebody who knows of it could do.",
  "implies-care": "Suggests that there was a visit or care.",
  wish: "Wishes somebody to get well, which says that they are ill.",
  records: "Speaks of a person's records. That there are none says something about a person too.",
};

/** A sentence for whoever wrote the answer. It repeats none of its words. */
export function describeReply(rule: string): string {
  return `${rules[rule] ?? "Confirms or denies that somebody is or was a patient here."} ${sameForAll}`;
}
