// Holds the lockfile to being whole: npm ci refuses one that leaves out a platform's packages, and ours names no host.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { inProject } from '../launch/project';

const schema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      resolved: z.string().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});
const { packages } = schema.parse(JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8')));

/** Where Node would look for a package from this folder, nearest first. */
function candidates(folder: string, name: string): string[] {
  const parts = folder === '' ? [] : folder.split('/node_modules/');
  const outward = parts.map((_, index) => parts.slice(0, parts.length - index).join('/node_modules/'));
  return [...outward.map((path) => `${path}/node_modules/${name}`), `node_modules/${name}`];
}

it('names the packages of every platform, also of those that nobody installed it on', () => {
  const missing = Object.entries(packages).flatMap(([folder, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !candidates(folder, name).some((path) => path in packages),
    ),
  );
  expect(missing).toEqual([]);
});

it('names no host', () => {
  const resolved = Object.values(packages).flatMap((entry) => entry.resolved ?? []);
  expect(resolved).toEqual([]);
});
