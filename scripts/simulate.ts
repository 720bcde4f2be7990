// Runs seeded histories of the durable runtime: npm run simulate -- --seeds 1000 [--from 1], or --seed 42 to read one step by step.
// Ends with 1 where a promise did not hold. docs/simulation.md says what is simulated and what is not.
import { parseArgs } from 'node:util';
import { Findings } from '../lib/runtime/testing/simulation/findings';
import { simulate } from '../lib/runtime/testing/simulation/simulate';

const USAGE = 'npm run simulate -- [--seeds 200] [--from 1], or --seed N';

const values = argumentsOf();
if (values.seed === undefined) await simulateMany(number('from', values.from), number('seeds', values.seeds));
else await replay(number('seed', values.seed));

async function replay(seed: number): Promise<void> {
  const { trace, findings } = await simulate(seed, { isTraced: true });
  for (const line of trace) console.log(line);
  for (const violation of findings.violations) console.log(`violated: ${violation}`);
  if (findings.violations.length > 0) process.exitCode = 1;
  else console.log(`seed ${seed}: every promise held`);
}

async function simulateMany(from: number, seeds: number): Promise<void> {
  const startedMs = performance.now();
  const late = new Findings();
  const total = {
    steps: 0,
    takeovers: 0,
    refused: 0,
    pauses: 0,
    snapshots: 0,
    earlyWords: 0,
    budgetWaits: 0,
    violations: 0,
  };
  const crashPoints = new Map<string, number>();
  for (let seed = from; seed < from + seeds; seed++) {
    const { findings } = await simulate(seed);
    total.steps += findings.steps;
    total.takeovers += findings.takeovers;
    total.refused += findings.refusedCommits;
    total.pauses += findings.pauses;
    total.snapshots += findings.snapshots;
    total.earlyWords += findings.earlyWords;
    total.budgetWaits += findings.budgetWaits;
    late.addLate(findings.lateAnswers);
    total.violations += findings.violations.length;
    for (const [place, count] of findings.crashPoints)
      crashPoints.set(place, (crashPoints.get(place) ?? 0) + count);
    if (findings.violations.length > 0) console.log(`seed ${seed}: ${findings.violations.join(' | ')}`);
  }
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
  const crashes = [...crashPoints].toSorted(([a], [b]) => a.localeCompare(b));
  console.log(
    `schedules ${seeds}, steps ${total.steps}, takeovers ${total.takeovers}, refused commits ${total.refused}, pauses ${total.pauses}, snapshots ${total.snapshots}, words too early ${total.earlyWords}, runs held back by a budget ${total.budgetWaits}, late answers ${late.lateAnswers.told} (${late.lateAnswers.settling} settled a step, ${late.lateAnswers.ofEnded} after the end)`,
  );
  console.log(
    `crash points hit: ${crashes.map(([place, count]) => `${place} ${count}`).join(', ') || 'none'}`,
  );
  console.log(`violations ${total.violations}, ${seconds} s`);
  if (total.violations > 0) {
    console.log('Read one of them: npm run simulate -- --seed N');
    process.exitCode = 1;
  }
}

function argumentsOf() {
  const text = { type: 'string' } as const;
  const options = { seeds: { ...text, default: '200' }, from: { ...text, default: '1' }, seed: text };
  try {
    return parseArgs({ options }).values;
  } catch (cause) {
    return refuse(cause instanceof Error ? cause.message : String(cause));
  }
}

function number(name: string, text: string): number {
  const value = Number(text);
  return Number.isSafeInteger(value) && value >= 0 && text !== ''
    ? value
    : refuse(`--${name} is a whole number, not ${text}`);
}

function refuse(why: string): never {
  console.error(`${why}\n${USAGE}`);
  process.exit(2);
}
