import type { AlertOptions } from "../alerts/alert-post.ts";
import type { ManageOptions } from "../carecast.ts";
import { pickChannels } from "../channels.ts";
import type { Machine } from "../publish/machine.ts";
import { reportDelivery, writeReport, type DeliveryReport, type Report } from "../publish/report.ts";
import type { Runner } from "../publish/runner.ts";
import type { Content } from "../publish/to-post.ts";
import { readManageOptions } from "../read-options.ts";
import type { Change } from "./change.ts";
import { pinPublication, type PinAct } from "./pin.ts";
import { readRetractOptions, type RetractOptions } from "./retract-options.ts";
import { retractPublication } from "./retract.ts";
import { readReviseOptions, type ReviseOptions } from "./revise-options.ts";
import { revisePublication } from "./revise-publication.ts";
import { settleUnknown, type SettleOptions, type Verdict } from "./settle.ts";

/** Changes to what is live already. */
export interface Manager<Name extends string> {
  revise(publicationId: string, content: Content, options?: ReviseOptions<Name>): Promise<Report<Name>>;
  retract(publicationId: string, options: RetractOptions<Name>): Promise<Report<Name>>;
  pin(publicationId: string, options?: ManageOptions<Name>): Promise<Report<Name>>;
  unpin(publicationId: string, options?: ManageOptions<Name>): Promise<Report<Name>>;
  settle(deliveryId: string, verdict: Verdict, options: SettleOptions): Promise<readonly DeliveryReport<Name>[]>;
}

export function createManager<Name extends string>(
  machine: Machine<Name>,
  runner: Pick<Runner, "resume">,
  alerts: AlertOptions,
): Manager<Name> {
  const changePins = async (act: PinAct, id: string, given: ManageOptions<Name> = {}): Promise<Report<Name>> => {
    const { channels: names, signal } = readManageOptions<Name>(act, given);
    const channels = pickChannels(machine.channels, names);
    return writeChanges(id, await pinPublication(machine, act, id, channels, signal));
  };

  return {
    async revise(id, content, given = {}) {
      const options = readReviseOptions<Name>(given);
      const channels = pickChannels(machine.channels, options.channels);
      return writeChanges(id, await revisePublication(machine, alerts, id, content, channels, options));
    },

    async retract(id, given) {
      const options = readRetractOptions<Name>(given);
      const channels = pickChannels(machine.channels, options.channels);
      return writeChanges(id, await retractPublication(machine, id, channels, options));
    },

    pin: (id, given) => changePins("pin", id, given),
    unpin: (id, given) => changePins("unpin", id, given),

    async settle(deliveryId, verdict, given) {
      const { publicationId, ids } = await settleUnknown(machine, deliveryId, verdict, given);
      const records = await runner.resume(publicationId);
      return records.filter(({ id }) => ids.has(id)).map((record) => reportDelivery<Name>(record));
    },
  };
}

function writeChanges<Name extends string>(id: string, changes: readonly Change[]): Report<Name> {
  const records = changes.map(({ record }) => record);
  return writeReport<Name>(
    id,
    records,
    changes.every(({ done }) => done),
  );
}
