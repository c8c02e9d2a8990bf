import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import hooks from 'eslint-plugin-react-hooks';
import * as jsonc from 'jsonc-eslint-parser';
import tseslint from 'typescript-eslint';

/** Which layer may import which: the dependency rules of docs/architecture.md. */
const arrows = [
  { sourceTag: 'layer:leaf', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'layer:contract', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'layer:domain', onlyDependOnLibsWithTags: ['lib:archive', 'lib:contract'] },
  { sourceTag: 'layer:adapter', onlyDependOnLibsWithTags: ['lib:release', 'lib:contract'] },
  {
    sourceTag: 'layer:composition',
    onlyDependOnLibsWithTags: ['layer:leaf', 'layer:domain', 'layer:adapter', 'layer:contract'],
  },
  { sourceTag: 'layer:browser', onlyDependOnLibsWithTags: ['lib:contract'] },
  {
    sourceTag: 'layer:edge',
    onlyDependOnLibsWithTags: [
      'layer:leaf',
      'layer:domain',
      'layer:adapter',
      'layer:contract',
      'layer:composition',
      'layer:edge',
    ],
  },
];

/** Options of other programs are fine: `aws s3api … --bucket x` is something to copy. */
const otherPrograms = /\b(aws|git|nx|npm) [a-z][^),;]*/g;

/** The domain is used by the command and by the server: how an option is spelled is for the command to add. */
const noCommandOptions = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const check = (node, text) => {
      if (/(^|[^-\w])--[a-z]/i.test(text.replace(otherPrograms, '')))
        context.report({
          node,
          message: 'No option of the sluice command here: give the error a code instead.',
        });
    };
    return {
      Literal: (node) => typeof node.value === 'string' && check(node, node.value),
      TemplateLiteral: (node) => check(node, node.quasis.map(({ value }) => value.cooked).join('x')),
    };
  },
};

export default tseslint.config(
  { ignores: ['**/dist', '**/coverage', '**/.nx', '**/.sluice', '**/tmp'] },
  {
    files: ['**/*.{ts,tsx,js,mjs,cjs}'],
    extends: [...tseslint.configs.recommended, prettier],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': ['error', { depConstraints: arrows }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'max-lines': ['error', { max: 300, skipComments: true, skipBlankLines: true }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.name="require"] > CallExpression.arguments',
          // findings/nx-loads-typescript-for-a-required-path.sh
          message:
            'Give the path a name first: Nx takes a text within require() for a package, and looks for it.',
        },
      ],
    },
  },
  {
    files: ['**/*.spec.{ts,tsx}'],
    rules: {
      '@nx/enforce-module-boundaries': ['error', { allow: ['@sluice/testing'], depConstraints: arrows }],
    },
  },
  {
    files: ['libs/release/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/testing/**'],
    plugins: { sluice: { rules: { 'no-command-options': noCommandOptions } } },
    rules: { 'sluice/no-command-options': 'error' },
  },
  {
    files: ['libs/aws/**/*.ts', 'libs/git/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/testing/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [
            { name: '@sluice/release', allowTypeImports: true, message: 'Adapters import types only.' },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    ignores: ['libs/aws/**', 'libs/local-cloud/**/*.spec.ts', '**/testing/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@aws-sdk/client-*'], message: 'Only libs/aws talks to the AWS SDK.' }] },
      ],
    },
  },
  {
    files: ['**/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off', '@nx/enforce-module-boundaries': 'off' },
  },
  { files: ['apps/client/**/*.{ts,tsx}'], ...hooks.configs.flat.recommended },
  {
    files: ['tools/nx-sluice/{package,executors,generators}.json'],
    languageOptions: { parser: jsonc },
    plugins: { '@nx': nx },
    rules: { '@nx/nx-plugin-checks': 'error' },
  },
);
