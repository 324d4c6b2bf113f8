import { recall } from "./recall.ts";

process.exitCode = await recall(process.argv.slice(2), {
  environment: process.env,
  input: process.stdin,
  output: process.stdout,
  errors: process.stderr,
});
