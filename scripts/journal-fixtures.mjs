// Makes a fixture of journals as the code of a commit writes them: npm run journal-fixtures -- --name 19 [--commit HEAD] [--most 6].
// The commit is checked out beside, its tests of the runtime are run on the store in memory, and of the journals the fewest are kept that show every shape.
// A fixture that is there is not overwritten: what was written once has to be read for ever.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chooseJournals } from './journal-fixtures/choose-journals.mjs';

const FIXTURES = 'lib/runtime/testing/journals';
const OWN = ['scripts/journal-fixtures', 'lib/runtime/testing/told-state.ts'];

const text = { type: 'string' };
const { name, commit, most } = parseArgs({
  options: { name: text, commit: { ...text, default: 'HEAD' }, most: { ...text, default: '6' } },
}).values;
if (!/^[\w.-]+$/.test(name ?? '')) refuse('--name NAME: what the fixture is to be called');
const file = join(FIXTURES, `${name}.jsonl`);
if (existsSync(file)) refuse(`${file} is there already`);

const tree = mkdtempSync(join(tmpdir(), 'journals-'));
try {
  git('worktree', 'add', '--detach', '--force', tree, commit);
  symlinkSync(join(process.cwd(), 'node_modules'), join(tree, 'node_modules'));
  for (const part of OWN) cpSync(part, join(tree, part), { recursive: true });
  // A test that fails has other packages than it was written for; its journals are no worse for that.
  run(
    'npx',
    ['vitest', 'run', '--config', 'scripts/journal-fixtures/vitest.config.mjs', '--silent'],
    tree,
    'ignore',
  );
  const kept = join(tree, '.journal-fixtures');
  const journals = existsSync(kept) ? readdirSync(kept).map((each) => linesOf(join(kept, each))) : [];
  if (journals.length === 0) refuse(`the tests of ${commit} wrote no journal`);
  const { chosen, wanted, missing } = chooseJournals(journals, Number(most));
  mkdirSync(FIXTURES, { recursive: true });
  writeFileSync(
    file,
    `${chosen
      .flat()
      .map((line) => JSON.stringify(line))
      .join('\n')}\n`,
  );
  console.log(
    `${file}: ${chosen.length} journals, ${chosen.flat().length} rows, ${wanted - missing.length} of ${wanted} shapes of ${journals.length} journals`,
  );
} finally {
  git('worktree', 'remove', '--force', tree);
  rmSync(tree, { recursive: true, force: true });
}

function linesOf(path) {
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function git(...args) {
  if (run('git', args, process.cwd()) !== 0) refuse(`git ${args.join(' ')} failed`);
}

function run(program, args, cwd, output = 'inherit') {
  return spawnSync(program, args, { cwd, stdio: ['ignore', output, output] }).status;
}

function refuse(why) {
  console.error(why);
  process.exit(2);
}
