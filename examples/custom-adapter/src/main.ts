import { createCarecast, memoryLedger } from "@carecast/core";

import { startBoardServer } from "./board-server.ts";
import { board } from "./board.ts";

// Publishes on a network that nobody had heard of: the adapter is board.ts, and this is all that an application does.
const server = await startBoardServer("town-token");
{
  await using care = createCarecast({
    channels: { townHall: board({ baseUrl: server.baseUrl, token: "town-token" }) },
    ledger: memoryLedger(),
  });
  await server.network.order?.({ fault: "drop-after", on: "publish", times: 1 });
  care.events.on("delivery-unknown", () => console.log("The answer was lost: the note may be up or not. Looking."));
  const report = await care.publish({ text: "Flu vaccination today until 18:00, Riverton town hall." });
  console.log(report.deliveries.map(({ state, receipt }) => `${state}: ${receipt?.url ?? ""}`).join("\n"));
  console.log(`Notes on the board: ${(await server.network.posts()).length}`);
}
await server.close();
