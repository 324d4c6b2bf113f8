import type { Sandbox } from "@carecast/sandbox";

/** One thing that somebody in the sandbox does. */
type Act = () => void;

/** What a few invented people do, one act after the other, among them a connection that breaks. */
export function writeScript(sandbox: Sandbox, noticeId: string, postUri: string): readonly Act[] {
  const { mastodon, bluesky } = sandbox;
  return [
    () => mastodon.others.reply(noticeId, "Thank you. Is the children's entrance open too?", { from: "visitor_a" }),
    () => bluesky.others.reply(postUri, "Which entrance has a ramp?", { from: "visitor-b" }),
    () => mastodon.others.mention("The signs in car park 2 are hard to read at night.", { from: "visitor_c" }),
    () => mastodon.others.post("Queue at the flu clinic is short right now #RivertonFluClinic", { from: "visitor_d" }),
    () => mastodon.faults.order({ kind: "stream-drop", loseEvents: 1 }),
    () => mastodon.others.mention("Said while the stream was down: parking is full.", { from: "visitor_e" }),
    () => bluesky.others.mention("The new web page is easy to use.", { from: "visitor-f" }),
  ];
}
