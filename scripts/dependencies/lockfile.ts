// What a lockfile has to be before its packages are worth looking at: every one fixed by its hash, from the registry, under a licence that was looked at.
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      resolved: z.string().optional(),
      license: z.string().optional(),
      inBundle: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
      dev: z.boolean().optional(),
    }),
  ),
});
export type Lockfile = z.infer<typeof lockfile>;

export function readLockfile(path: string): Lockfile {
  return lockfile.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** Of what is shipped: licences that let it be used, changed and passed on beside Apache-2.0. Those of EPL, LGPL and MPL are files of their own that are shipped unchanged. */
const LICENCES = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'EPL-2.0',
  'ISC',
  'LGPL-3.0-or-later',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'Python-2.0',
  'SIL OPEN FONT LICENSE',
  'Unlicense',
]);

/** One sentence each. */
export function lockfileFaults({ packages }: Lockfile): readonly string[] {
  return Object.entries(packages).flatMap(([folder, entry]) => {
    if (folder === '') return [];
    const name = `${nameOf(folder)}@${entry.version ?? 'no version'}`;
    const faults: string[] = [];
    if (entry.inBundle !== true && !/^sha(512|384)-/.test(entry.integrity ?? ''))
      faults.push(`${name} is fixed by no hash`);
    if (entry.resolved !== undefined) faults.push(`${name} names where it comes from`);
    if (entry.dev !== true && !isKnown(entry.license ?? ''))
      faults.push(`${name} has a licence that nobody looked at: ${entry.license ?? 'none'}`);
    return faults;
  });
}

/** `(A OR B)` is known where one of them is, `A AND B` where both are. */
function isKnown(licence: string): boolean {
  const bare = licence.replace(/[()]/g, '');
  if (bare.includes(' OR ')) return bare.split(' OR ').some((one) => LICENCES.has(one.trim()));
  return bare.split(/ and /i).every((one) => LICENCES.has(one.trim()));
}

/** Packages that would run a script of their own at installation; `.npmrc` keeps every one from it. */
export function scriptsAtInstallation({ packages }: Lockfile): readonly string[] {
  return Object.entries(packages).flatMap(([folder, entry]) =>
    entry.hasInstallScript ? [nameOf(folder)] : [],
  );
}

const nameOf = (folder: string): string =>
  folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
