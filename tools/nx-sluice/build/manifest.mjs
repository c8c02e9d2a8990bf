// The package.json of the compiled package.

/**
 * @param own package.json beside the sources
 * @param root package.json of the workspace, whose exact versions are those that the tests ran with
 * @param packages names of what the bundle imports at run time
 * @param repository where npm and its provenance look for the sources; a fork publishes from its own
 */
export function manifestOf({ own, root, packages, repository }) {
  const peers = Object.keys(own.peerDependencies ?? {});
  const dependencies = packages
    .filter((name) => !peers.includes(name))
    .map((name) => {
      const version = root.dependencies[name];
      if (version === undefined)
        throw new Error(`${name} is imported, and package.json does not list it under "dependencies".`);
      // A range, so that a workspace that has the package already installs no second one: docs/decisions/0011.
      return [name, `^${version}`];
    });
  const published = { ...own };
  delete published.private;
  return {
    ...published,
    ...(repository === undefined ? {} : { repository: { type: 'git', url: repository } }),
    dependencies: Object.fromEntries(dependencies),
  };
}
