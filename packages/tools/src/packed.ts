import { join } from "node:path";
import { readPublicPackages, root, type WorkspacePackage } from "./workspace.ts";

/** Where the packages lie as they would go to the registry. */
export const packedDirectory = join(root, ".cache", "packed");

/** The file that `pnpm pack` makes of a package. */
export function findTarball({ name, manifest }: WorkspacePackage): string {
  return join(packedDirectory, `${name.replace("@", "").replace("/", "-")}-${manifest.version}.tgz`);
}

export function listTarballs(): readonly string[] {
  return readPublicPackages().map(findTarball);
}
