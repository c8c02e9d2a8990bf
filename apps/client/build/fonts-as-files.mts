import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

const embedded = /url\(\s*(['"]?)data:font\/woff2;base64,([^'")]+)\1\s*\)\s*format\([^)]*\)/g;

/**
 * Cloudscape's global styles carry their fonts as data: URLs, which the server's content security policy forbids, and
 * which every visitor would load whether a face is used or not. This makes files of them. `optional`: a font that is
 * not there in time is left for the next visit, so that no text jumps.
 */
export function fontsAsFiles(): Plugin {
  return {
    name: 'sluice:fonts-as-files',
    apply: 'build',
    generateBundle(_options, bundle) {
      for (const output of Object.values(bundle)) {
        if (output.type !== 'asset' || !output.fileName.endsWith('.css')) continue;
        output.source = String(output.source).replace(embedded, (_whole, _quote, base64: string) => {
          const source = Buffer.from(base64, 'base64');
          const name = `open-sans-${createHash('sha256').update(source).digest('hex').slice(0, 8)}.woff2`;
          this.emitFile({ type: 'asset', fileName: `assets/${name}`, source });
          return `url(${name}) format("woff2");font-display:optional`;
        });
      }
    },
  };
}
