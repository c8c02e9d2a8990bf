/**
 * Files in the place of the client's own, by their path: what it consists of matters to few tests, and to bundle all of it
 * takes two seconds.
 */
export const smallClient: Readonly<Record<string, string>> = {
  'apps/client/src/main.tsx': `document.body.append('A small client.');\n`,
  'apps/client/vite.config.mts': `export default { root: import.meta.dirname, build: { outDir: '../../dist/apps/client', emptyOutDir: true } };\n`,
};
