import { testAdapter } from "../test-adapter.ts";
import { board } from "./board.ts";
import { boardToken, startBoardServer } from "./board-server.ts";

testAdapter("a bulletin board over loopback HTTP, without the kit", {
  start: async () => {
    const { url, network, close } = await startBoardServer();
    return {
      create: (variant) =>
        board({
          baseUrl: variant === "unreachable" ? "http://127.0.0.1:2" : url,
          token: variant === "wrong-credential" ? "wrong-token" : boardToken,
        }),
      secrets: [boardToken, "wrong-token"],
      network,
      stop: close,
    };
  },
});
