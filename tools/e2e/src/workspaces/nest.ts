import { match } from 'node:assert/strict';
import { answers } from './answers';
import type { Scenario } from './scenario';
import { generate, shipTwice } from './story';

const nx = '23.2.1';
const output = 'dist/apps/nest';

/** As the generators of Nx leave a Nest server in a workspace of packages: its packages are installed where it runs. */
const pruning = {
  prune: { executor: 'nx:noop', dependsOn: ['prune-lockfile', 'copy-workspace-modules'] },
  'prune-lockfile': {
    executor: '@nx/js:prune-lockfile',
    dependsOn: ['build'],
    cache: true,
    outputs: [`{workspaceRoot}/${output}/package.json`, `{workspaceRoot}/${output}/package-lock.json`],
    options: { buildTarget: 'build' },
  },
  'copy-workspace-modules': {
    executor: '@nx/js:copy-workspace-modules',
    dependsOn: ['build'],
    cache: true,
    outputs: [`{workspaceRoot}/${output}/workspace_modules`],
    options: { buildTarget: 'build' },
  },
};

const build = {
  executor: 'nx:run-commands',
  cache: true,
  inputs: ['{projectRoot}/**/*'],
  outputs: [`{workspaceRoot}/${output}`],
  options: { command: 'tsc -p apps/nest/tsconfig.json' },
};

const files = {
  'package.json': {
    name: '@acme/source',
    private: true,
    workspaces: ['apps/*', 'libs/*'],
    devDependencies: { nx, '@nx/devkit': nx, '@nx/js': nx, typescript: '5.9.3', '@types/node': '20.19.43' },
  },
  'nx.json': { analytics: false, neverConnectToCloud: true },
  '.gitignore': 'node_modules\ndist\n.nx\n',
  'libs/greeting/package.json': {
    name: '@acme/greeting',
    version: '1.0.0',
    main: 'index.js',
    types: 'index.d.ts',
  },
  'libs/greeting/index.js': 'exports.greeting = (name) => `Hello from ${name}`;\n',
  'libs/greeting/index.d.ts': 'export declare function greeting(name: string): string;\n',
  'apps/nest/package.json': {
    name: '@acme/nest',
    version: '1.0.0',
    private: true,
    dependencies: {
      '@acme/greeting': '*',
      '@nestjs/common': '11.1.6',
      '@nestjs/core': '11.1.6',
      '@nestjs/platform-express': '11.1.6',
      '@node-rs/bcrypt': '1.10.7',
      'reflect-metadata': '0.2.2',
      rxjs: '7.8.2',
    },
    nx: { projectType: 'application', targets: { build, ...pruning } },
  },
  'apps/nest/tsconfig.json': {
    compilerOptions: {
      target: 'es2022',
      module: 'commonjs',
      moduleResolution: 'node10',
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      skipLibCheck: true,
      strict: true,
      rootDir: 'src',
      outDir: `../../${output}`,
    },
    include: ['src'],
  },
  'apps/nest/src/main.ts': `import 'reflect-metadata';
import { greeting } from '@acme/greeting';
import { Controller, Get, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { hashSync, verifySync } from '@node-rs/bcrypt';

@Injectable()
class Passwords {
  isKept(): boolean {
    return verifySync('secret', hashSync('secret', 4));
  }
}

@Controller()
class Pages {
  constructor(private readonly passwords: Passwords) {}

  @Get()
  home(): string {
    return greeting(\`Nest, \${this.passwords.isKept() ? 'with' : 'without'} its native package\`);
  }

  @Get('healthz')
  health(): object {
    return { status: 'ok', digest: process.env.SLUICE_DIGEST };
  }
}

@Module({ controllers: [Pages], providers: [Passwords] })
class App {}

void NestFactory.create(App).then((app) => app.listen(Number(process.env.PORT), process.env.HOST ?? '0.0.0.0'));
`,
};

export const nest: Scenario = {
  name: 'nest',
  about: `Nx ${nx}, a Nest server with a native package and a package of the workspace, served by sluice start`,
  async run(workspace) {
    for (const [path, content] of Object.entries(files)) workspace.write(path, content);
    await workspace.sh(
      'npm install\ngit init --quiet\ngit add --all\ngit commit --quiet --message="feat: nest"',
    );
    await workspace.sh('npx nx add nx-sluice');
    await generate(workspace, ['nx-sluice:configuration @acme/nest', 'nx-sluice:aws']);
    match(workspace.read('aws/Dockerfile'), /^RUN cd app\/server && npm ci --omit=dev$/m);
    await shipTwice(workspace, '@acme/nest', 'acme-app');
    await workspace.served(async (urlOf) => {
      for (const environment of ['stage', 'uat'])
        await answers(`${urlOf(`acme-app/${environment}`)}/`, /^Hello from Nest, with its native package$/);
    });
  },
};
