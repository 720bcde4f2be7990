// What `npm run doctor` promises: it passes beside a running Bulkhead without disturbing it, and names what is wrong.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Part } from './harness/bulkhead';
import { expect, test } from './harness/test';

const program = fileURLToPath(new URL('../scripts/doctor.mjs', import.meta.url));
const PARTS: readonly Part[] = ['server', 'simulator', 'postgres'];

function doctor(env: Readonly<Record<string, string>>) {
  const all = { ...process.env, BULKHEAD_HOST: '127.0.0.1', DATABASE_URL: '', ...env };
  return spawnSync(process.execPath, [program], { env: all, encoding: 'utf8' });
}

test.describe('doctor', () => {
  test.setTimeout(240_000);

  test('passes beside a running Bulkhead and leaves it as it was', async ({ bulkhead }) => {
    const before = await Promise.all(PARTS.map((part) => bulkhead.process(part)));
    const { status, stdout } = doctor({
      BULKHEAD_DATA_DIR: bulkhead.dataDir,
      PORT: new URL(bulkhead.url).port,
    });
    expect(stdout).toContain('where this Bulkhead serves now');
    expect(stdout).toMatch(/✓ Trial start: ready in/);
    expect(stdout).toContain('All is well');
    expect(status).toBe(0);
    expect(await Promise.all(PARTS.map((part) => bulkhead.process(part)))).toEqual(before);
  });

  test('names a port that is taken, a data directory that can not be one, and a bad variable', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bulkhead-doctor-e2e-'));
    const stranger = createServer().listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const address = stranger.address();
    const port = String(typeof address === 'object' ? address?.port : 0);
    try {
      writeFileSync(join(folder, 'file'), '');
      const { status, stdout } = doctor({ BULKHEAD_DATA_DIR: join(folder, 'file', 'data'), PORT: port });
      expect(status).toBe(1);
      expect(stdout).toMatch(/✗ Data directory: .*can't be written to/);
      const taken = doctor({ BULKHEAD_DATA_DIR: join(folder, 'data'), PORT: port });
      expect(taken.status).toBe(1);
      expect(taken.stdout).toContain(`✗ Port: ${port} is taken`);
      const bad = doctor({ BULKHEAD_DATA_DIR: join(folder, 'data'), BULKHEAD_ROLE: 'boss' });
      expect(bad.status).toBe(1);
      expect(bad.stdout).toContain('BULKHEAD_ROLE must be all, web or worker');
    } finally {
      stranger.close();
      rmSync(folder, { recursive: true });
    }
  });
});
