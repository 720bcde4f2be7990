// The look at what Bulkhead is built from, and its bill of materials.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { inProject } from '../launch/project';
import { messageOf, say } from '../launch/report';
import { advisoriesIn } from './advisories';
import { lockfileFaults, readLockfile, scriptsAtInstallation } from './lockfile';
import { askNpm } from './npm-command';

const HELP = `npm run dependencies -- [options]

  --sbom FILE    writes what is shipped as CycloneDX JSON, and looks at nothing else`;

/** @returns 0 where all is well, 1 for a fault or a serious advisory, 3 where the registry could not be asked for advisories. */
export async function examineDependencies(args: readonly string[]): Promise<number> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { sbom: { type: 'string' }, help: { type: 'boolean', default: false } },
    });
    if (values.help) {
      say(HELP);
      return 0;
    }
    return values.sbom === undefined ? await examine() : await writeSbom(values.sbom);
  } catch (error) {
    console.error(`✗ ${messageOf(error)}`);
    return 1;
  }
}

async function examine(): Promise<number> {
  const lockfile = readLockfile(inProject('package-lock.json'));
  const faults = lockfileFaults(lockfile);
  for (const fault of faults) say(`✗ ${fault}`);
  const count = Object.keys(lockfile.packages).length - 1;
  if (faults.length === 0)
    say(`✓ Lockfile: ${count} packages, each fixed by its hash, every licence looked at`);
  say(`✓ Install scripts: never run (.npmrc); ${scriptsAtInstallation(lockfile).length} packages have one`);
  const advisories = advisoriesIn(await askNpm(['audit', '--json', '--omit=dev']));
  if (!advisories.asked) {
    say(`! Advisories: the registry could not be asked: ${advisories.why}`);
    return faults.length > 0 ? 1 : 3;
  }
  for (const line of advisories.lines) say(`! ${line}`);
  say(
    `${advisories.serious > 0 ? '✗' : '✓'} Advisories: ${advisories.lines.length} known, ${advisories.serious} high or critical`,
  );
  return faults.length > 0 || advisories.serious > 0 ? 1 : 0;
}

async function writeSbom(path: string): Promise<number> {
  const { code, out, err } = await askNpm([
    'sbom',
    '--sbom-format',
    'cyclonedx',
    '--package-lock-only',
    '--omit=dev',
  ]);
  if (code !== 0) throw new Error(`npm made no bill of materials: ${err.trim()}`);
  const { components } = JSON.parse(out) as { components: unknown[] }; // safe because npm's own format has them
  await writeFile(path, out);
  say(`✓ ${path}: ${components.length} packages`);
  return 0;
}
