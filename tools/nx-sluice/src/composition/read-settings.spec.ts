import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from './read-settings';

it('takes the default branch of an nx.json with comments and a trailing comma', async () => {
  const root = mkdtempSync(join(tmpdir(), 'sluice-settings-'));
  const settings = { app: 'store', environments: { stage: { tag: 'latest' } } };
  writeFileSync(join(root, 'sluice.json'), JSON.stringify(settings));
  const read = async (nxJson: string) => {
    writeFileSync(join(root, 'nx.json'), nxJson);
    return (await readSettings(root, {}, {})).publishBranches;
  };
  const plain = await read('{ "defaultBase": "trunk" }');
  expect(JSON.stringify(plain)).toContain('trunk');
  expect(await read('{\n  // Where we merge.\n  "defaultBase": "trunk",\n}\n')).toEqual(plain);
  rmSync(root, { recursive: true });
});
