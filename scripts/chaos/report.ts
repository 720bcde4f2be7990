// How the end of a chaos reads: tables of what was done and what became of it, and each violation with the place to look at.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from './chaos';
import { befellOf, endsOf, type Figures, injectedOf } from './figures';
import type { Violation } from './violation';

export function figuresText(outcome: Outcome): string {
  const parts: readonly (readonly [string, Figures])[] = [
    ['Faults injected', injectedOf(outcome)],
    ['What happened', befellOf(outcome)],
    ['What is left', endsOf(outcome)],
  ];
  return parts
    .map(([title, figures]) => {
      const rows = Object.entries(figures).map(([name, count]) => `| ${name} | ${count} |`);
      return [`| ${title} | |`, '|---|---:|', ...rows].join('\n');
    })
    .join('\n\n');
}

/** What ended by itself or answered what nobody can act on counts too. */
export function allViolations(violations: readonly Violation[], { crew, door }: Outcome): Violation[] {
  return [
    ...violations,
    ...crew.unexpectedEnds.map((seen) => ({ promise: 'no worker ends by itself', runId: null, seen })),
    ...door.bewildering.map((seen) => ({ promise: 'a refusal says what to do', runId: null, seen })),
  ];
}

/** Writes what is known of each run concerned below the chaos's folder. @returns the lines to print */
export async function tellViolations(violations: readonly Violation[], outcome: Outcome): Promise<string> {
  const folder = join(outcome.dataDir, 'violations');
  await mkdir(folder, { recursive: true });
  const { evidence } = outcome;
  const runIds = new Set(violations.flatMap(({ runId }) => runId ?? []));
  for (const runId of runIds) {
    const accepted = evidence.accepted.find((one) => one.runId === runId);
    const ledger = evidence.ledger.filter((row) => row.runId === runId);
    const keys = new Set(ledger.map(({ key }) => key));
    const known = {
      violations: violations.filter((one) => one.runId === runId),
      accepted,
      head: evidence.heads.get(runId),
      inputs: evidence.inputs.get(runId),
      ledger,
      happened: evidence.happened.filter(({ key }) => keys.has(key)),
      journal: evidence.journals
        .get(runId)
        ?.map(({ payload, ...row }) => ({ ...row, payload: JSON.parse(payload) })),
    };
    await writeFile(join(folder, `${runId}.json`), `${JSON.stringify(known, null, 2)}\n`);
  }
  const lines = violations.map(({ promise, runId, seen }) => {
    const place = runId === null ? '' : `\n    run ${runId}: ${join(folder, `${runId}.json`)}`;
    return `✗ ${promise}: ${seen}${place}`;
  });
  return [...lines, `The workers' logs: ${join(outcome.dataDir, 'logs')}`].join('\n');
}

export function countsOf(violations: readonly Violation[]): string {
  const of = (promise: RegExp) => violations.filter((one) => promise.test(one.promise)).length;
  const duplicated = of(/twice|makes? one run/);
  const lost = of(/lost/);
  const stuck = of(/stuck/);
  const others = violations.length - duplicated - lost - stuck;
  return `${duplicated} duplicated, ${lost} lost, ${stuck} stuck, ${others} other violations`;
}
