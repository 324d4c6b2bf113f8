import { globSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";
import { readCodeBlocks, type CodeBlock } from "./code-blocks.ts";
import { readPackages, root } from "./workspace.ts";

// Compiles each piece of TypeScript in the documentation as a module of its own, beside its page, against the source.
const patterns = ["README.md", "{packages,packages/networks,examples}/*/README.md", "docs/**/*.md"];
const pages = globSync(patterns, { cwd: root, exclude: ["docs/api/**"] }).map((page) => join(root, page));
const modules = new Map<string, CodeBlock & { readonly page: string }>();
for (const page of pages) {
  for (const block of readCodeBlocks(readFileSync(page, "utf8"))) {
    modules.set(`${page}.${block.line}.ts`, { ...block, page });
  }
}

const options = readOptions();
const host = ts.createCompilerHost(options);
const { fileExists, readFile } = host;
host.fileExists = (file) => modules.has(file) || fileExists(file);
host.readFile = (file) => modules.get(file)?.code ?? readFile(file);
const program = ts.createProgram([...modules.keys()], options, host);

for (const [file, { page, line }] of modules) {
  const source = program.getSourceFile(file);
  for (const { start = 0, messageText } of ts.getPreEmitDiagnostics(program, source)) {
    const at = line + (source?.getLineAndCharacterOfPosition(start).line ?? 0);
    console.error(`${relative(root, page)}:${at}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
    process.exitCode = 1;
  }
}

function readOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, "tsconfig.base.json"), ts.sys.readFile) as { config: unknown };
  return {
    ...ts.parseJsonConfigFileContent(config, ts.sys, root).options,
    moduleDetection: ts.ModuleDetectionKind.Force,
    // An example may name a thing that it does not go on to use.
    noUnusedLocals: false,
    noUnusedParameters: false,
    // A page may use every package, also where its own package does not depend on it.
    paths: {
      ...Object.fromEntries(readPackages().flatMap(listPaths)),
      // Authors of adapters have it; the root, beside which the pages of `docs` lie, does not.
      "zod/mini": [join(root, "packages", "adapter-kit", "node_modules", "zod", "mini")],
    },
  };
}

function listPaths({ name, directory, manifest }: ReturnType<typeof readPackages>[number]): [string, string[]][] {
  return Object.entries(manifest.exports ?? {}).flatMap(([subpath, target]) => {
    const source = typeof target === "string" ? target : target["default"];
    return typeof source === "string" ? [[`${name}${subpath.slice(1)}`, [join(directory, source)]]] : [];
  });
}
