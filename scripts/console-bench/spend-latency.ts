// How long the questions of the Spend page take on the server, through the real routes: each alone, and all of a page at once; and how fast what was
// settled is merged into the sums that they are answered from.

import { GET as SPEND } from '../../app/api/v1/spend/route';
import { GET as RUNS } from '../../app/api/v1/spend/runs/route';
import { GET as TASKS } from '../../app/api/v1/spend/tasks/route';
import { openDatabase } from '../../lib/store/database';
import { mergeSpend } from '../../lib/store/spend/merge-spend';
import { type Figures, figuresOf } from './percentiles';

const DAY_MS = 86_400_000;
const KEYS = ['agent', 'model', 'tool', 'label', 'status'] as const;
const AT_ONCE = 1_000;

type Route = typeof SPEND;
type Question = {
  readonly name: string;
  readonly route: Route;
  readonly query: Readonly<Record<string, string>>;
};
export type SpendLatency = {
  readonly rows: readonly (Figures & { readonly name: string })[];
  readonly mergedPerSecond: number;
};

const since = (days: number) => new Date(Math.floor(Date.now() / DAY_MS - days + 1) * DAY_MS).toISOString();

/** What the page asks when it is opened. */
function pageOf(by: (typeof KEYS)[number], days: number): Question[] {
  const query = { since: since(days) };
  return [
    { name: `by ${by} and day`, route: SPEND, query: { ...query, by: `${by},day` } },
    { name: `by ${by}`, route: SPEND, query: { ...query, by } },
    { name: 'this month by day', route: SPEND, query: { since: since(30), by: 'day' } },
    { name: 'what a success costs', route: TASKS, query },
    { name: 'the dearest runs', route: RUNS, query: { ...query, limit: '12' } },
  ];
}

/** What is asked when a part of the chart is picked. */
function picks(days: number): Question[] {
  const query = { since: since(days), limit: '12' };
  const of = {
    agent: 'refunds',
    model: 'large',
    tool: 'payments.lookup',
    label: 'team=support',
    status: 'failed',
  };
  return Object.entries(of).flatMap(([key, value]) => [
    { name: `the dearest runs of one ${key}`, route: RUNS, query: { ...query, [key]: value } },
    {
      name: `by agent and day, of one ${key}`,
      route: SPEND,
      query: { since: query.since, by: 'agent,day', [key]: value },
    },
  ]);
}

export async function mergeSeeded(databaseUrl: string, count: number): Promise<number> {
  const db = openDatabase({ url: databaseUrl, size: 1 });
  const startedMs = performance.now();
  try {
    while ((await mergeSpend(db.pool, { limit: AT_ONCE, wait: true })) > 0);
  } finally {
    await db.close();
  }
  return Math.round(count / ((performance.now() - startedMs) / 1_000));
}

export async function spendLatency(apiKey: string, rounds: number): Promise<SpendLatency['rows']> {
  const rows: (Figures & { name: string })[] = [];
  const time = async (name: string, questions: readonly Question[]) => {
    const durations: number[] = [];
    await Promise.all(questions.map((question) => ask(apiKey, question)));
    for (let round = 0; round < rounds; round += 1) {
      const startedMs = performance.now();
      await Promise.all(questions.map((question) => ask(apiKey, question)));
      durations.push(performance.now() - startedMs);
    }
    rows.push({ name, ...figuresOf(durations) });
  };
  for (const days of [14, 30]) {
    const asked = new Map(
      [...KEYS.flatMap((by) => pageOf(by, days)), ...picks(days)].map((one) => [one.name, one]),
    );
    for (const question of asked.values()) await time(`${days} days: ${question.name}`, [question]);
    for (const by of KEYS) await time(`${days} days: the page by ${by}, all at once`, pageOf(by, days));
  }
  return rows;
}

async function ask(apiKey: string, { name, route, query }: Question): Promise<void> {
  const request = new Request(`http://localhost/api/v1/spend?${new URLSearchParams(query)}`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  const response = await route(request, { params: Promise.resolve({}) });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${name}: ${response.status} ${text}`);
}
