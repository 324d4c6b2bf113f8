import { testAdapter } from "@carecast/testing";

import { startBoardServer } from "./board-server.ts";
import { board } from "./board.ts";

testAdapter("board", {
  start: async () => {
    const server = await startBoardServer("right-token-8841");
    return {
      create: (variant) =>
        board({
          baseUrl: variant === "unreachable" ? "http://127.0.0.1:1" : server.baseUrl,
          token: variant === "wrong-credential" ? "wrong-token-1177" : "right-token-8841",
        }),
      secrets: ["right-token-8841", "wrong-token-1177"],
      network: server.network,
      stop: () => server.close(),
    };
  },
});
