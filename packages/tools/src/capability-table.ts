import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bluesky } from "@carecast/bluesky";
import { mastodon } from "@carecast/mastodon";
import { format, resolveConfig } from "prettier";
import { replaceBlock } from "./replace-block.ts";
import { root } from "./workspace.ts";
import { writeCapabilityTable } from "./write-capability-table.ts";

// Writes what the networks can do into a page, from the data with which core plans. With `--check` it writes
// nothing and fails when the page is out of date.
const { values, positionals } = parseArgs({ allowPositionals: true, options: { check: { type: "boolean" } } });
const file = positionals[0] ?? join(root, "README.md");

// Capabilities are there before any login: these credentials are never sent.
const adapters = [
  mastodon({ baseUrl: "https://social.example.org", accessToken: "never-sent" }),
  bluesky({ identifier: "clinic.example.org", password: "never-sent" }),
];

const page = readFileSync(file, "utf8");
const config = await resolveConfig(join(root, "README.md"));
const fresh = await format(replaceBlock(page, "capabilities", writeCapabilityTable(adapters)), {
  ...config,
  parser: "markdown",
});
if (!values.check) writeFileSync(file, fresh);
else if (fresh !== page) {
  console.error("The capability table is out of date. Write it anew with: npm run docs:table");
  process.exitCode = 1;
}
