// Knows what a build is made from. Refuses to count tests, generated code and whatever else can't change the result.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDERS = ['app', 'components', 'lib', 'public'];
const FILES = [
  'instrumentation.ts',
  'next.config.ts',
  'package-lock.json',
  'postcss.config.mjs',
  'prisma/schema.prisma',
  'proxy.ts',
  'tsconfig.json',
];
const LEFT_OUT = [/\.test\.tsx?$/, /^lib\/store\/(generated|testing)\//, /(^|\/)\.[^/]*$/];

async function filesBelow(projectDir: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(projectDir, folder), { withFileTypes: true }).catch(() => []);
  const nested = await Promise.all(
    entries.map(async (entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesBelow(projectDir, path);
      return entry.isFile() ? [path] : [];
    }),
  );
  return nested.flat();
}

/** A name for exactly these sources: SHA-256 over paths and contents, the first 16 hex digits. */
export async function sourceHash(projectDir: string): Promise<string> {
  const nested = await Promise.all(FOLDERS.map((folder) => filesBelow(projectDir, folder)));
  const paths = [...nested.flat(), ...FILES].filter(
    (path) => !LEFT_OUT.some((pattern) => pattern.test(path)),
  );
  const hash = createHash('sha256');
  for (const path of paths.sort()) {
    const content = await readFile(join(projectDir, path)).catch(() => undefined);
    if (content === undefined) continue; // an optional file, or one deleted since the listing
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}
