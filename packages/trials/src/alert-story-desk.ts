import { bluesky } from "@carecast/bluesky";
import { createCarecast, memoryLedger, type Carecast, type MarkedPost } from "@carecast/core";
import { createAlerts, type Alerts, type LiveAlert } from "@carecast/core/alerts";
import {
  createApprovals,
  createCrisisMode,
  requireApproval,
  type Approvals,
  type CrisisMode,
} from "@carecast/core/safeguards";
import { mastodon } from "@carecast/mastodon";
import { startSandbox, type Sandbox } from "@carecast/sandbox";

import { plain } from "./plain/plain-adapter.ts";

type Name = "mastodon" | "bluesky" | "steady" | "broken" | "silent";

const approvers = [
  { id: "head of press", roles: ["communications"] },
  { id: "duty physician", roles: ["clinical"] },
  { id: "hospital engineer", roles: ["technical"] },
];

/** Everything that a press office has on the day of an alert. */
export interface StoryDesk {
  readonly care: Carecast<Name>;
  readonly alerts: Alerts<Name>;
  readonly approvals: Approvals<Name>;
  readonly crisis: CrisisMode<Name>;
  /** Asks for an approval and gets it from these people, one after the other. */
  approve(id: string, content: MarkedPost, people: readonly string[], channels?: readonly Name[]): Promise<void>;
}

/** Five networks, of which one refuses whatever comes. */
export function startStorySandbox(): Promise<Sandbox> {
  return startSandbox({
    mastodon: 1,
    bluesky: 1,
    plain: [{ lever: "idempotency-key" }, { lever: "idempotency-key" }, { lever: "none" }],
  });
}

export function openStoryDesk(sandbox: Sandbox): StoryDesk {
  const policy = { approvers };
  const care = createCarecast({
    channels: openChannels(sandbox),
    ledger: memoryLedger(),
    safeguards: [requireApproval(policy)],
  });
  const approvals = createApprovals(care, policy);
  const crisis = createCrisisMode(care);
  return {
    care,
    approvals,
    crisis,
    alerts: createAlerts(care, { crisis }),
    async approve(id, content, people, channels) {
      const asked = { id, author: "press officer", ...(channels && { channels }) };
      const { hash } = await approvals.request(content, asked);
      for (const by of people) await approvals.approve(id, { by, hash });
    },
  };
}

function openChannels({ mastodon: instance, bluesky: sky, all }: Sandbox) {
  const account = (index: number, token?: string) => {
    const { baseUrl, lever, accounts } = all.plain[index]!;
    return plain({ baseUrl, lever, token: token ?? accounts[0]!.token });
  };
  const { service, identifier, password } = sky;
  return {
    mastodon: mastodon({ baseUrl: instance.baseUrl, accessToken: instance.accessToken }),
    bluesky: bluesky({ service, identifier, password }),
    steady: account(0),
    broken: account(1, "expired"),
    silent: account(2),
  };
}

/** What readers of each network see, by the first words of each post. */
export function readNetworks({ mastodon: instance, bluesky: sky, all }: Sandbox) {
  const [steady, broken, silent] = all.plain.map((server) => headingsOf(server.posts()));
  return {
    mastodon: headingsOf(instance.posts()),
    bluesky: headingsOf(sky.posts()),
    steady,
    broken,
    silent,
  };
}

/** Networks do not tell posts of the same moment apart: in the order of the alphabet. */
function headingsOf(posts: readonly { readonly text: string }[]): readonly string[] {
  return posts.map(({ text }) => text.split(/[:.]/)[0]!).toSorted();
}

const minutes = (count: number): string =>
  new Date(Math.floor(Date.now() / 1000) * 1000 + count * 60_000).toISOString();

/** A plainly fictitious alert of a minute ago. */
export function writeStoryAlert(): LiveAlert {
  return {
    identifier: "riverton-1",
    sender: "alerts@hospital.example.org",
    sent: minutes(-1),
    status: "Actual",
    msgType: "Alert",
    scope: "Public",
    info: [
      {
        language: "en",
        category: ["Health"],
        event: "Boil water order",
        urgency: "Immediate",
        severity: "Severe",
        certainty: "Observed",
        expires: minutes(120),
        senderName: "Riverton General Hospital",
        headline: "Boil tap water in Riverton",
        instruction: "Boil tap water for 1 minute before you drink it.",
        area: [{ areaDesc: "Riverton" }],
      },
    ],
  };
}
