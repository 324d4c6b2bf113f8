import { broadcast } from "./broadcast.ts";

process.exitCode = await broadcast(process.argv.slice(2), {
  environment: process.env,
  input: process.stdin,
  output: process.stdout,
  errors: process.stderr,
});
