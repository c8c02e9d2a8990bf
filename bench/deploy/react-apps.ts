import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repository } from '../workspace';
import type { Source } from './machine';

/** A small app: a form and a table of the component library of the release console, which vite bundles in a second. */
const main = (name: string) => `import '@cloudscape-design/global-styles/index.css';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Table from '@cloudscape-design/components/table';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter, RouterProvider } from 'react-router';

function Orders() {
  const [orders, setOrders] = useState<string[]>([]);
  const [text, setText] = useState('');
  return (
    <Container header="Orders of ${name}">
      <FormField label="Order">
        <Input value={text} onChange={({ detail }) => setText(detail.value)} />
      </FormField>
      <Button onClick={() => setOrders([...orders, text])}>Add</Button>
      <Table items={orders} columnDefinitions={[{ id: 'name', header: 'Name', cell: (order) => order }]} />
    </Container>
  );
}

const router = createBrowserRouter([{ path: '/', element: <Orders /> }]);
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <RouterProvider router={router} />
  </StrictMode>,
);
`;

const page = `<!doctype html>
<div id="root"></div>
<script type="module" src="./main.tsx"></script>
`;

const packages = [
  '@cloudscape-design/components',
  '@cloudscape-design/global-styles',
  '@vitejs/plugin-react',
  'react',
  'react-dom',
  'react-router',
];

const config = (name: string) => `import react from '@vitejs/plugin-react';

export default { plugins: [react()], build: { outDir: '../../dist/apps/${name}', emptyOutDir: true } };
`;

const project = (name: string) => ({
  name,
  projectType: 'application',
  targets: {
    build: {
      executor: 'nx:run-commands',
      cache: true,
      inputs: ['default', { externalDependencies: ['vite', ...packages] }],
      outputs: [`{workspaceRoot}/dist/apps/${name}`],
      options: { command: `vite build apps/${name}` },
    },
    package: {
      executor: 'nx-sluice:package-archive',
      cache: true,
      dependsOn: ['build'],
      inputs: ['default', { dependentTasksOutputFiles: '**/*', transitive: true }],
      outputs: ['{options.output}', '{options.output}.json'],
      options: {
        output: `dist/archives/${name}.zip`,
        assets: [{ input: `dist/apps/${name}`, glob: '**/*', output: 'app' }],
      },
    },
    publish: {
      executor: 'nx-sluice:publish-s3',
      dependsOn: ['package'],
      options: { archive: `dist/archives/${name}.zip` },
    },
  },
});

/** A repository of so many apps, each with a build, an archive and a target that publishes it. */
export function createReactApps(root: string, count: number): Source {
  const write = (path: string, content: unknown) => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`);
  };
  const names = Array.from({ length: count }, (_, index) => `shop-${String(index).padStart(3, '0')}`);
  const dependencies = versionsOf(...packages, 'vite');
  const environments = { stage: { tag: 'latest' } };
  write('package.json', { name: 'react-apps', private: true, dependencies });
  write('nx.json', { analytics: false, neverConnectToCloud: true, plugins: ['nx-sluice'] });
  write('sluice.json', { apps: Object.fromEntries(names.map((name) => [name, { environments }])) });
  write('.gitignore', 'dist\nnode_modules\n.sluice\n.nx\n');
  // Of which Nx takes the versions of packages, for the hashes.
  copyFileSync(join(repository, 'package-lock.json'), join(root, 'package-lock.json'));
  for (const name of names) {
    write(`apps/${name}/project.json`, project(name));
    write(`apps/${name}/index.html`, page);
    write(`apps/${name}/main.tsx`, main(name));
    write(`apps/${name}/vite.config.mjs`, config(name));
  }
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', ...args], {
      cwd: root,
      encoding: 'utf8',
    }).trim();
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-qm', 'first');
  return { repository: root, commit: git('rev-parse', 'HEAD') };
}

function versionsOf(...names: string[]): Record<string, string> {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(join(repository, 'package.json'), 'utf8'),
  ) as Record<string, Record<string, string>>;
  const all = { ...devDependencies, ...dependencies };
  return Object.fromEntries(names.map((name) => [name, all[name] ?? '']));
}
