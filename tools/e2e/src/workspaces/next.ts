import { match } from 'node:assert/strict';
import { answers } from './answers';
import type { Scenario } from './scenario';
import { generate, shipTwice } from './story';

const nx = '23.2.1';
const framework = { next: '16.4.6', react: '19.3.1', 'react-dom': '19.3.1' };

const files = {
  'package.json': {
    name: '@acme/source',
    private: true,
    workspaces: ['apps/*', 'libs/*'],
    devDependencies: { nx, '@nx/devkit': nx, '@nx/next': nx },
  },
  'nx.json': { analytics: false, neverConnectToCloud: true, plugins: ['@nx/next/plugin'] },
  '.gitignore': 'node_modules\ndist\n.nx\n.next\nnext-env.d.ts\n',
  'libs/greeting/package.json': { name: '@acme/greeting', version: '1.0.0', main: 'index.js' },
  'libs/greeting/index.js': 'exports.greeting = (name) => `Hello from ${name}`;\n',
  'apps/web/package.json': {
    name: '@acme/web',
    version: '1.0.0',
    private: true,
    dependencies: { '@acme/greeting': '*', ...framework },
  },
  'apps/web/next.config.mjs': 'export default {};\n',
  'apps/web/public/robots.txt': 'User-agent: *\n',
  'apps/web/app/layout.jsx': `import './layout.css';
export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>;
}
`,
  'apps/web/app/layout.css': 'body { color: rebeccapurple; }\n',
  'apps/web/app/page.jsx': `import { greeting } from '@acme/greeting';
export const dynamic = 'force-dynamic';
export default function Page() {
  return <main>{greeting('Next')}</main>;
}
`,
  'apps/web/app/healthz/route.js': `export const dynamic = 'force-dynamic';
export const GET = () => Response.json({ status: 'ok', digest: process.env.SLUICE_DIGEST });
`,
};

export const next: Scenario = {
  name: 'next',
  about: `Nx ${nx}, a Next.js ${framework.next} app with a package of the workspace, served by sluice start`,
  async run(workspace) {
    for (const [path, content] of Object.entries(files)) workspace.write(path, content);
    await workspace.sh(
      'npm install\ngit init --quiet\ngit add --all\ngit commit --quiet --message="feat: web"',
    );
    // It says what is missing, and sets up the rest.
    match(await workspace.sh('npx nx add nx-sluice'), /Package nx-sluice added successfully/);
    workspace.write('apps/web/next.config.mjs', "export default { output: 'standalone' };\n");
    await generate(workspace, ['nx-sluice:configuration @acme/web', 'nx-sluice:aws']);
    match(workspace.read('aws/Dockerfile'), /^CMD \["node", "app\/server\/apps\/web\/server\.js"\]$/m);
    await shipTwice(workspace, '@acme/web', 'acme-app');
    await workspace.served(async (urlOf) => {
      for (const environment of ['stage', 'uat']) {
        const site = urlOf(`acme-app/${environment}`);
        const page = await answers(`${site}/`, /<main>Hello from Next<\/main>/);
        const [, style = ''] = /href="(\/_next\/static\/[^"]+\.css)"/.exec(page) ?? [];
        await answers(site + style, /body\{color:(#639|rebeccapurple)\}/);
        await answers(`${site}/robots.txt`, /^User-agent: \*/);
      }
    });
  },
};
