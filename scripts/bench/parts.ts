// The parts of the bench by name, each with how its figures read as a table.
import { claimTimes } from './claim-times';
import type { Spread } from './figures';
import type { Ground } from './ground';
import { longRuns } from './long-runs';
import { policyDecisions } from './policy-decisions';
import { reactions } from './reactions';
import { recovery } from './recovery';
import { table } from './table';
import { throughput } from './throughput';

export type Wanted = {
  readonly seconds: number;
  readonly rounds: number;
  readonly concurrency: readonly number[];
};

export type Part = {
  readonly title: string;
  readonly measure: (
    ground: Ground,
    wanted: Wanted,
  ) => Promise<{ readonly found: unknown; readonly text: string }>;
};

export const PARTS: Readonly<Record<string, Part>> = {
  throughput: {
    title: 'Steps per second, ten steps a run, beside plain inserts on the same database',
    async measure(ground, wanted) {
      const found = await throughput(ground, wanted);
      const heads = [
        'runs at once',
        'kind',
        '/s',
        'ratio',
        'target',
        'ms p50',
        'ms p95',
        'syncs/step',
        'WAL bytes/step',
        'RSS MB',
      ];
      const rows = found.map((one) => [
        String(one.concurrency),
        one.kind,
        one.perSecond,
        one.ratio.toFixed(2),
        one.target?.toFixed(1) ?? null,
        one.msPerStep.p50.toFixed(2),
        one.msPerStep.p95.toFixed(2),
        one.walSyncsPerStep.toFixed(3),
        one.walBytesPerStep,
        one.peakRssMb,
      ]);
      return { found, text: table(heads, rows) };
    },
  },
  reactions: {
    title: 'How soon an idle server reacts, in milliseconds',
    async measure(ground) {
      const found = await reactions(ground);
      const row = (name: string, { p50, p95 }: Spread) => [name, p50.toFixed(1), p95.toFixed(1)];
      const rows = [
        row('trigger to first step', found.triggerToFirstStepMs),
        row('decision to next step', found.decisionToNextStepMs),
      ];
      return { found, text: table(['', 'p50', 'p95'], rows) };
    },
  },
  recovery: {
    title: 'From kill -9 of a worker to the same call from another process',
    async measure(ground) {
      const found = await recovery(ground);
      return { found, text: found.recoveryMs.map((ms) => `${(ms / 1_000).toFixed(1)} s`).join(', ') };
    },
  },
  length: {
    title: 'One run by its number of steps, through the whole runtime',
    async measure(ground) {
      const found = await longRuns(ground);
      const heads = ['steps', 'ms', 'ms per step', 'peak RSS MB', 'heap held MB', 'claimed anew, ms'];
      const rows = found.map((one) => [
        String(one.steps),
        one.ms,
        one.msPerStep.toFixed(2),
        one.peakRssMb,
        one.heapMb.toFixed(1),
        one.loadMs.toFixed(1),
      ]);
      return { found, text: table(heads, rows) };
    },
  },
  policies: {
    title: 'One decision of the policy by the number of its rules, in milliseconds',
    async measure() {
      const found = policyDecisions();
      const heads = [
        'rules',
        'new p50',
        'p99',
        'with arguments p50',
        'p99',
        'asked lately p50',
        'p99',
        'compile',
        'check',
      ];
      const rows = found.map(({ rules, newMs, newWithArgumentsMs, askedLatelyMs, compileMs, checkMs }) => [
        String(rules),
        ...[newMs, newWithArgumentsMs, askedLatelyMs].flatMap(({ p50, p99 }) => [
          p50.toFixed(3),
          p99.toFixed(3),
        ]),
        compileMs.toFixed(0),
        checkMs.toFixed(0),
      ]);
      return { found, text: table(heads, rows) };
    },
  },
  claims: {
    title: 'A claim by the length of the backlog, in milliseconds',
    async measure(ground) {
      const found = await claimTimes(ground);
      const rows = found.map(({ queued, lot, ms }) => [
        String(queued),
        lot,
        ms.p50.toFixed(2),
        ms.p95.toFixed(2),
      ]);
      return { found, text: table(['queued runs', 'claimed at once', 'p50', 'p95'], rows) };
    },
  },
};
