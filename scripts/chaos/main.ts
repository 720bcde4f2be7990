// Does real faults to real processes and a real PostgreSQL, and says what became of the runs. Ends with 1 where a promise did not hold.
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { sha256Hex } from '../../lib/adapters/system/hash-text';
import { audit } from './audit';
import { chaos } from './chaos';
import { planOf } from './plan';
import { allViolations, countsOf, figuresText, tellViolations } from './report';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '4' },
    every: { type: 'string', default: '4' },
    workers: { type: 'string', default: '3' },
    keep: { type: 'boolean', default: false },
  },
});

const size = {
  seed: Number(values.seed),
  runs: Number(values.runs),
  forMs: Number(values.minutes) * 60_000,
  everyMs: Number(values.every) * 1_000,
  slots: Number(values.workers),
  leaseMs: 3_000,
};
if (Object.values(size).some((number) => !Number.isFinite(number)) || size.slots < 3)
  throw new Error('--runs, --seed, --minutes, --every and --workers are numbers; three workers at least');

const say = (line: string) => console.log(line);
say(
  `${size.runs} runs of five calls in ${values.minutes} minutes, ${planOf(size).faults.length} faults, seed ${size.seed}`,
);
say(
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}, ${size.slots} workers, lease ${size.leaseMs} ms`,
);
const beganMs = performance.now();
await chaos({ ...size, quietMs: 60_000, say }, async (outcome) => {
  const violations = allViolations(audit(outcome.evidence, sha256Hex), outcome);
  say(`\n${figuresText(outcome)}\n`);
  if (violations.length > 0) say(`${await tellViolations(violations, outcome)}\n`);
  say(`${countsOf(violations)}, in ${Math.round((performance.now() - beganMs) / 1_000)} s`);
  if (violations.length > 0) process.exitCode = 1;
  return { keep: values.keep || violations.length > 0 };
});
process.exit();
