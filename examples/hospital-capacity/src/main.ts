import { capacity } from "./capacity.ts";

process.exitCode = await capacity(process.argv.slice(2), {
  environment: process.env,
  input: process.stdin,
  output: process.stdout,
  errors: process.stderr,
});
