// What a seed stands for besides: a run that takes down each process that works on it, before it commits anything; and what has to hold of it and of those beside it.
import { isJsonObject } from '@/lib/domain/json';
import type { RunRecord } from '../memory-records';
import type { Findings } from './findings';
import type { Plan } from './plan';
import type { SeededRandom } from './seeded-random';
import type { Trace } from './trace';

const SHARE_OF_HISTORIES = 0.2;

export class PoisonRun {
  /** Of the planned run; null in most histories. */
  private readonly name: string | null;

  constructor(
    plan: Plan,
    private readonly random: SeededRandom,
  ) {
    this.name = random.chance(SHARE_OF_HISTORIES) ? random.pick(plan.runs).name : null;
  }

  get isThere(): boolean {
    return this.name !== null;
  }

  is(run: RunRecord | undefined): boolean {
    const input = run?.new.input;
    return this.name !== null && isJsonObject(input) && input.script === this.name;
  }

  /** Whether a process that has just claimed it dies at once; else it does when it has decided what to do first. */
  killsWhileFolded(run: RunRecord | undefined): boolean {
    return this.is(run) && this.random.chance(0.5);
  }
}

/** Half of the histories with such a run have nothing else that takes processes away: there it is known who did it. */
export function withoutOtherLosses(plan: Plan, random: SeededRandom): Plan {
  if (!random.chance(0.5)) return plan;
  return { ...plan, kills: 0, pauses: 0, lostAnswers: 0, outages: [], clockSteps: [] };
}

type History = {
  readonly memory: { readonly runs: ReadonlyMap<string, RunRecord> };
  readonly poison: PoisonRun;
  readonly plan: Plan;
  readonly findings: Findings;
  readonly trace: Trace;
};

export function checkPoison({ memory, poison, plan, findings, trace }: History): void {
  const isKnown = plan.kills + plan.pauses + plan.lostAnswers + plan.outages.length === 0;
  for (const [runId, run] of memory.runs) {
    const name = trace.nameOf(runId);
    const code = run.error?.code;
    if (poison.is(run)) {
      if (run.status !== 'failed' || code !== 'poison_run')
        findings.violated('a run that takes processes down is given up', `${name} is ${run.status}`);
      if (run.rows.some(({ kind }) => kind === 'intent'))
        findings.violated('a run that takes processes down does nothing', `${name} began an attempt`);
    } else if (isKnown && (code === 'poison_run' || code === 'poison_step')) {
      findings.violated('who stands beside it is not given up', `${name} failed with ${code}`);
    }
  }
}
