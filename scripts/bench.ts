// Measures what the durable runtime costs: npm run bench [-- --only throughput,claims --seconds 3 --rounds 3 --json FILE].
// Starts a PostgreSQL of its own in the temp directory and removes it again. Prints tables in Markdown; docs/performance.md says what they mean.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { onGround } from './bench/ground';
import { PARTS, type Part } from './bench/parts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    concurrency: { type: 'string', default: '1,16,64' },
    json: { type: 'string' },
  },
});

const names = values.only?.split(',') ?? Object.keys(PARTS);
const parts = names.map((name): [string, Part] => {
  const part = PARTS[name];
  if (part === undefined)
    throw new Error(`there is no part ${name}; there are ${Object.keys(PARTS).join(', ')}`);
  return [name, part];
});
const wanted = {
  seconds: Number(values.seconds),
  rounds: Number(values.rounds),
  concurrency: values.concurrency.split(',').map(Number),
};

const figures: Record<string, unknown> = { at: new Date().toISOString(), ...wanted };
for (const [name, { title, measure }] of parts) {
  // A database of its own for each, so that none reads through what another left.
  await onGround(async (ground) => {
    if (figures.machine === undefined) console.log(ground.machine);
    figures.machine = ground.machine;
    const { found, text } = await measure(ground, wanted);
    console.log(`\n${title}\n\n${text}`);
    figures[name] = found;
  });
}
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(figures, null, 2)}\n`);
