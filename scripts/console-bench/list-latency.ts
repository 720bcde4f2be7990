// How long the list of runs takes on the server, through the real route: each filter that the page offers alone, and all of them together.
import { GET as COUNT } from '../../app/api/v1/runs/count/route';
import { GET } from '../../app/api/v1/runs/route';
import { SEEDED_WORDS } from '../../lib/store/testing/seed-many-runs';
import { type Figures, figuresOf } from './percentiles';

const LIMIT = 100;
const DAY_MS = 86_400_000;
/** Combinations that are asked again. */
const SUSPECTS = 30;

type Query = Readonly<Record<string, string>>;
type Options = readonly (readonly [name: string, query: Query])[];

/** What each filter of the page can be; the first of each leaves nothing out. */
function choices(nowMs: number): readonly Options[] {
  const ago = (days: number) => new Date(nowMs - days * DAY_MS).toISOString();
  return [
    [
      ['', {}],
      ['status failed', { status: 'failed' }],
      ['status waiting', { status: 'waiting' }],
      ['status open', { status: 'queued,running,waiting' }],
      ['status failed or cancelled', { status: 'failed,cancelled' }],
    ],
    [
      ['', {}],
      ['agent of most', { agent: 'refunds' }],
      ['agent of one in a thousand', { agent: 'seldom' }],
      ['agent of none', { agent: 'nobody' }],
    ],
    [
      ['', {}],
      ['label of half', { label: 'team=support' }],
      ['label of one in 500', { label: 'team=nights' }],
      ['label of none', { label: 'team=nobody' }],
    ],
    [
      ['', {}],
      ['q in a third', { q: SEEDED_WORDS.common }],
      ['q in one of 5 000', { q: SEEDED_WORDS.seldom }],
      ['q in one', { q: SEEDED_WORDS.once }],
      ['q in none', { q: 'nowhere-to-be-found' }],
      ['q of two letters', { q: 'qz' }],
      ['q of a short id', { q: '3f2a91' }],
    ],
    [
      ['', {}],
      ['waiting for approval', { waiting: 'approval' }],
      ['waiting at a limit or paused', { waiting: 'limit,paused' }],
    ],
    [
      ['', {}],
      ['trigger of nearly all', { trigger: 'api' }],
      ['trigger of one in 2 000', { trigger: 'form' }],
    ],
    [
      ['', {}],
      ['last 24 hours', { since: ago(1) }],
      ['one old day', { since: ago(25), until: ago(24) }],
    ],
  ];
}

export type Row = Figures & { readonly name: string };
export type ListLatency = {
  readonly alone: readonly Row[];
  /** How many each filter finds, which the page asks for less often. */
  readonly counts: readonly Row[];
  readonly together: Row;
  /** The combinations that took longest, each asked five times more: the median tells a slow plan from a busy machine. */
  readonly slowest: readonly { readonly name: string; readonly ms: number }[];
};

export async function listLatency(apiKey: string, rounds: number): Promise<ListLatency> {
  const ask = asker(apiKey);
  await ask({}); // the first one compiles
  const options = choices(Date.now());
  const alone: Row[] = [];
  const counts: Row[] = [];
  for (const [name, query] of [['no filter', {}] as const, ...options.flatMap((of) => of.slice(1))]) {
    const first: number[] = [];
    const deep: number[] = [];
    const counted: number[] = [];
    const cursor = await deepCursor(ask, query);
    for (let round = 0; round < rounds; round += 1) {
      first.push((await ask(query)).ms);
      counted.push(await countMs(apiKey, query));
      if (cursor !== null) deep.push((await ask({ ...query, cursor })).ms);
    }
    alone.push({ name, ...figuresOf(first) });
    if (cursor !== null) alone.push({ name: `${name}, deep page`, ...figuresOf(deep) });
    counts.push({ name: `${name}, counted`, ...figuresOf(counted) });
  }
  const combined: { name: string; query: Query; ms: number }[] = [];
  for (const [name, query] of product(options)) combined.push({ name, query, ms: (await ask(query)).ms });
  const slowest: { name: string; ms: number }[] = [];
  for (const { name, query } of combined.toSorted((a, b) => b.ms - a.ms).slice(0, SUSPECTS)) {
    const again: number[] = [];
    for (let round = 0; round < 5; round += 1) again.push((await ask(query)).ms);
    slowest.push({ name, ms: figuresOf(again).p50 });
  }
  return {
    alone,
    counts,
    together: { name: 'all combinations, once each', ...figuresOf(combined.map(({ ms }) => ms)) },
    slowest: slowest.toSorted((a, b) => b.ms - a.ms).slice(0, 10),
  };
}

function product(options: readonly Options[]): Options {
  return options.reduce<Options>(
    (sofar, of) =>
      sofar.flatMap(([name, query]) =>
        of.map(
          ([more, part]) =>
            [[name, more].filter((word) => word !== '').join(', '), { ...query, ...part }] as const,
        ),
      ),
    [['', {}]],
  );
}

type Ask = (query: Query) => Promise<{ readonly ms: number; readonly nextCursor: string | null }>;

function asker(apiKey: string): Ask {
  return async (query) => {
    const search = new URLSearchParams({ limit: String(LIMIT), ...query });
    const request = new Request(`http://localhost/api/v1/runs?${search}`, {
      headers: { authorization: `Bearer ${apiKey}` },
    });
    const startedMs = performance.now();
    const response = await GET(request, { params: Promise.resolve({}) });
    const text = await response.text();
    const ms = performance.now() - startedMs;
    if (response.status !== 200) throw new Error(`${search}: ${response.status} ${text}`);
    return { ms, nextCursor: (JSON.parse(text) as { nextCursor: string | null }).nextCursor };
  };
}

async function countMs(apiKey: string, query: Query): Promise<number> {
  const request = new Request(`http://localhost/api/v1/runs/count?${new URLSearchParams(query)}`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  const startedMs = performance.now();
  const response = await COUNT(request, { params: Promise.resolve({}) });
  await response.text();
  if (response.status !== 200) throw new Error(`count: ${response.status}`);
  return performance.now() - startedMs;
}

/** Where a reader stands who has scrolled for long; null where the list ends before. */
async function deepCursor(ask: Ask, query: Query): Promise<string | null> {
  let cursor: string | null = null;
  for (let page = 0; page < 100; page += 1) {
    const { nextCursor } = await ask({ ...query, limit: '500', ...(cursor === null ? {} : { cursor }) });
    if (nextCursor === null) return cursor;
    cursor = nextCursor;
  }
  return cursor;
}
