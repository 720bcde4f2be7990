// Holds the name of a build to what it is made from: any source changes it, tests and generated code don't.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourceHash } from './source-hash';

describe('sourceHash', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bulkhead-sources-'));
    await put('app/page.tsx', 'one');
    await put('lib/domain/run.ts', 'two');
    await put('package-lock.json', '{}');
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function put(path: string, content: string): Promise<void> {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }

  it('is the same for the same sources', async () => {
    const first = await sourceHash(folder);
    expect(first).toMatch(/^[0-9a-f]{16}$/);
    await put('app/page.tsx', 'one');
    expect(await sourceHash(folder)).toBe(first);
  });

  it.each([
    'app/page.tsx',
    'app/(console)/runs/[id]/page.tsx',
    'components/run.tsx',
    'lib/domain/run.ts',
    'public/logo.svg',
    'prisma/schema.prisma',
    'package-lock.json',
    'next.config.ts',
    'proxy.ts',
    'instrumentation.ts',
  ])('changes with %s', async (path) => {
    const before = await sourceHash(folder);
    await put(path, 'changed');
    expect(await sourceHash(folder)).not.toBe(before);
  });

  it.each([
    'lib/domain/run.test.ts',
    'lib/store/generated/client.ts',
    'app/.page.tsx.swp',
    'e2e/a.spec.ts',
    'README.md',
  ])('does not change with %s', async (path) => {
    const before = await sourceHash(folder);
    await put(path, 'changed');
    expect(await sourceHash(folder)).toBe(before);
  });

  it('tells a file from its neighbour: moved content is another source', async () => {
    await put('lib/a.ts', 'xy');
    await put('lib/b.ts', '');
    const before = await sourceHash(folder);
    await put('lib/a.ts', 'x');
    await put('lib/b.ts', 'y');
    expect(await sourceHash(folder)).not.toBe(before);
  });
});
