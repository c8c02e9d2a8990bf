import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { fontsAsFiles } from './build/fonts-as-files.mts';
import { holdBudget } from './build/hold-budget.mts';

const server = process.env.SLUICE_SERVER ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
  cacheDir: fileURLToPath(new URL('../../node_modules/.vite/client', import.meta.url)),
  plugins: [react(), fontsAsFiles(), holdBudget(fileURLToPath(new URL('src', import.meta.url)))],
  resolve: {
    alias: {
      'intl-messageformat': fileURLToPath(new URL('build/unformatted-message.mts', import.meta.url)),
    },
  },
  server: { port: 4200, proxy: { '/api': server, '/healthz': server, '^/\\?token=': server } },
  build: {
    outDir: fileURLToPath(new URL('../../dist/apps/client', import.meta.url)),
    emptyOutDir: true,
    // The server's content security policy allows files of its own only: no data: URLs, no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // One file for all that the first view needs: a browser asks a server for six at a time.
        codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] },
      },
    },
  },
});
