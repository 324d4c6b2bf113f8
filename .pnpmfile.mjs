/**
 * `publishConfig.bundled` lists the dependencies that a package carries inside its own files. The workspace installs
 * them, because it runs from source; whoever installs the published package has them already.
 */
function beforePacking(manifest) {
  const { bundled = [], ...publishConfig } = manifest.publishConfig ?? {};
  const dependencies = { ...manifest.dependencies };
  for (const name of bundled) delete dependencies[name];
  return { ...manifest, dependencies, publishConfig };
}

export const hooks = { beforePacking };
