import { match } from 'node:assert/strict';
import { answers } from './answers';
import type { Scenario } from './scenario';
import { generate } from './story';
import type { Workspace } from './workspace';

const nx = '23.2.1';

/** A server of Express with a library of the workspace, bundled by esbuild. */
const api = {
  'apps/api/src/main.ts': `import express from 'express';
import { greeting } from '../../../libs/greeting/src/index';
const app = express();
app.get('/healthz', (_, response) => void response.json({ status: 'ok', digest: process.env.SLUICE_DIGEST }));
app.get('/', (_, response) => void response.send(greeting('Express')));
app.listen(Number(process.env.PORT), process.env.HOST);
`,
  'libs/greeting/src/index.ts': 'export const greeting = (name: string) => `Hello from ${name}`;\n',
  'libs/greeting/project.json': { name: 'greeting' },
  'apps/api/project.json': project('api', {
    implicitDependencies: ['greeting'],
    command: 'esbuild apps/api/src/main.ts --bundle --platform=node --outfile=dist/apps/api/main.js',
  }),
};

/** A site of Vite. */
const web = {
  'apps/web/index.html':
    '<!doctype html><title>Hello from Vite</title><script type="module" src="/main.ts"></script>\n',
  'apps/web/main.ts': "document.body.append('built by Vite');\n",
  'apps/web/project.json': project('web', {
    command: 'vite build apps/web --outDir ../../dist/apps/web --emptyOutDir',
  }),
};

/** A server that is not JavaScript. */
const python = {
  'apps/python/main.py': `import os
from http.server import BaseHTTPRequestHandler, HTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"Hello from Python")

HTTPServer((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
`,
  'apps/python/project.json': project('python', {
    command: 'mkdir -p dist/apps/python && cp apps/python/main.py dist/apps/python/',
  }),
};

function project(name: string, { command, ...more }: { command: string; implicitDependencies?: string[] }) {
  const build = {
    executor: 'nx:run-commands',
    cache: true,
    inputs: ['{projectRoot}/**/*', '^default'],
    outputs: [`{workspaceRoot}/dist/apps/${name}`],
    options: { command },
  };
  return { name, projectType: 'application', ...more, targets: { build } };
}

export const kindsOfApps: Scenario = {
  name: 'kinds-of-apps',
  about: `Nx ${nx}, an Express server by esbuild, a Vite site and a Python server, served by sluice start`,
  async run(workspace) {
    await make(workspace);
    await workspace.sh('npx nx add nx-sluice');
    await generate(workspace, [
      // It takes the app that init made.
      'nx-sluice:configuration api',
      'nx-sluice:configuration web --app=shop-web',
      'nx-sluice:configuration python --app=shop-python',
    ]);
    const settings = JSON.parse(workspace.read('sluice.json')) as {
      apps: Record<string, { start?: object }>;
    };
    settings.apps['shop-python']!.start = { command: 'python3 app/server/main.py', health: '/' };
    workspace.write('sluice.json', settings);
    await workspace.sh('git commit --quiet --all --message="build: start the Python server"');
    const published = await workspace.sh('npx nx run-many -t publish');
    for (const app of ['acme-app', 'shop-web', 'shop-python'])
      match(published, new RegExp(`Published [0-9a-f]{8} as.*${app}/`));
    for (const name of ['api', 'web', 'python'])
      match(await workspace.sh(`npx nx run ${name}:promote --tag=uat`), /"uat" moved to it/);
    await workspace.served(async (urlOf) => {
      for (const environment of ['stage', 'uat']) {
        await answers(`${urlOf(`acme-app/${environment}`)}/`, /^Hello from Express$/);
        await answers(`${urlOf(`shop-python/${environment}`)}/`, /^Hello from Python$/);
        const site = urlOf(`shop-web/${environment}`);
        const page = await answers(`${site}/`, /<title>Hello from Vite<\/title>/);
        const [, script = ''] = /src="(\/assets\/[^"]+\.js)"/.exec(page) ?? [];
        await answers(site + script, /built by Vite/);
      }
    });
    await workspace.openConsole();
  },
};

async function make(workspace: Workspace): Promise<void> {
  workspace.write('package.json', {
    name: '@acme/source',
    private: true,
    dependencies: { express: '5.2.1' },
    devDependencies: { nx, '@nx/devkit': nx, esbuild: '0.28.2', vite: '8.3.8' },
  });
  workspace.write('nx.json', { analytics: false, neverConnectToCloud: true });
  workspace.write('.gitignore', 'node_modules\ndist\n.nx\n');
  for (const [path, content] of Object.entries({ ...api, ...web, ...python })) workspace.write(path, content);
  await workspace.sh(
    'npm install\ngit init --quiet\ngit add --all\ngit commit --quiet --message="feat: apps"',
  );
}
