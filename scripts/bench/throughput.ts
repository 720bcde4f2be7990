// Steps per second beside plain inserts, interleaved on one database: every round measures each kind once, and medians are told.
import { median, rounded, type Spread, spreadOf } from './figures';
import type { Ground } from './ground';
import { JournalSteps } from './journal-steps';
import type { Measured } from './meter';
import { plainInserts } from './plain-inserts';

export const KINDS = ['plain insert', 'journal step', 'full step', 'held step'] as const;
export type Kind = (typeof KINDS)[number];

export type Throughput = {
  readonly concurrency: number;
  readonly kind: Kind;
  readonly perSecond: number;
  /** To plain inserts at the same concurrency; the median of each round's own. */
  readonly ratio: number;
  /** null where none is set. */
  readonly target: number | null;
  readonly msPerStep: Spread;
  readonly walSyncsPerStep: number;
  readonly walBytesPerStep: number;
  readonly peakRssMb: number;
};

const TARGETS: Readonly<Record<Kind, Readonly<Record<number, number>>>> = {
  'plain insert': {},
  'journal step': { 1: 0.8, 16: 1.5, 64: 2.5 },
  'full step': { 1: 0.4, 16: 0.8, 64: 1.2 },
  'held step': {},
};

export async function throughput(
  ground: Ground,
  wanted: { readonly seconds: number; readonly rounds: number; readonly concurrency: readonly number[] },
): Promise<Throughput[]> {
  const journal = new JournalSteps(ground);
  const { seconds, rounds } = wanted;
  const measure: Record<Kind, (callers: number, secs: number) => Promise<Measured>> = {
    'plain insert': (callers, secs) => plainInserts(ground, callers, secs),
    'journal step': (callers, secs) => journal.measure('journal', callers, secs),
    'full step': (callers, secs) => journal.measure('full', callers, secs),
    'held step': (callers, secs) => journal.measure('held', callers, secs),
  };
  const found: Throughput[] = [];
  for (const concurrency of wanted.concurrency) {
    // Connections, plans and compiled code, as a server that runs has them.
    for (const kind of KINDS) await measure[kind](concurrency, Math.min(1, seconds));
    const taken: Record<Kind, Measured[]> = {
      'plain insert': [],
      'journal step': [],
      'full step': [],
      'held step': [],
    };
    for (let round = 0; round < rounds; round += 1)
      for (const kind of KINDS) taken[kind].push(await measure[kind](concurrency, seconds));
    for (const kind of KINDS) found.push(summed(kind, concurrency, taken[kind], taken['plain insert']));
  }
  return found;
}

function summed(
  kind: Kind,
  concurrency: number,
  rounds: readonly Measured[],
  base: readonly Measured[],
): Throughput {
  const ratios = rounds.map(({ perSecond }, i) => perSecond / (base[i]?.perSecond ?? Number.NaN));
  return {
    concurrency,
    kind,
    perSecond: Math.round(median(rounds.map(({ perSecond }) => perSecond))),
    ratio: rounded(median(ratios), 2),
    target: TARGETS[kind][concurrency] ?? null,
    msPerStep: spreadOf(rounds.flatMap(({ stepsMs }) => stepsMs)),
    walSyncsPerStep: rounded(median(rounds.map(({ walSyncsPerStep }) => walSyncsPerStep)), 3),
    walBytesPerStep: Math.round(median(rounds.map(({ walBytesPerStep }) => walBytesPerStep))),
    peakRssMb: Math.round(Math.max(...rounds.map(({ peakRssBytes }) => peakRssBytes)) / 2 ** 20),
  };
}
