// How long the pages that are looked at most take on the server when there is a month of a million steps, through the real routes.
import { GET as APPROVALS } from '../../app/api/v1/approvals/route';
import { GET as AUDIT } from '../../app/api/v1/audit/route';
import { GET as DEAD_LETTERS } from '../../app/api/v1/dead-letters/route';
import { GET as OVERVIEW } from '../../app/api/v1/overview/route';
import { GET as JOURNAL } from '../../app/api/v1/runs/[id]/journal/route';
import { GET as RUN } from '../../app/api/v1/runs/[id]/route';
import { GET as STATE } from '../../app/api/v1/runs/[id]/state/route';
import { GET as STEPS } from '../../app/api/v1/runs/[id]/steps/route';
import { GET as COUNT } from '../../app/api/v1/runs/count/route';
import { GET as RUNS } from '../../app/api/v1/runs/route';
import { WORDS } from '../million/seeded-run';
import { type Figures, figuresOf } from './percentiles';

type Query = Readonly<Record<string, string>>;
type Route = (request: Request, context: { params: Promise<never> }) => Promise<Response>;
type Question = { readonly name: string; readonly route: Route; readonly query: Query; readonly id?: string };

const DAY_MS = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

const OF_RUNS: readonly (readonly [string, Query])[] = [
  ['no filter', {}],
  ['failed', { status: 'failed' }],
  ['open', { status: 'queued,running,waiting' }],
  ['waiting for approval', { waiting: 'approval' }],
  ['of one agent', { agent: 'refunds' }],
  ['of a rare agent, failed', { agent: 'seldom', status: 'failed' }],
  ['label, failed', { label: 'team=nights', status: 'failed' }],
  ['one old day', { since: ago(25), until: ago(24) }],
  ['search, in a third', { q: WORDS.common }],
  ['search, in one of 5 000', { q: WORDS.seldom }],
  ['search, in one', { q: WORDS.once }],
  ['search, in none', { q: 'nowhere-to-be-found' }],
  [
    'search, agent, label, status and time',
    { q: WORDS.common, agent: 'refunds', label: 'team=support', status: 'failed', since: ago(7) },
  ],
];

const OF_AUDIT: readonly (readonly [string, Query])[] = [
  ['no filter', {}],
  ['by actor', { actor: 'person-7' }],
  ['by action of most', { action: 'approval.vote' }],
  ['by action of one in a hundred', { action: 'halt.set' }],
  ['by entity', { entity: 'agent:agent-3' }],
  ['by kind of entity', { entity: 'session' }],
  ['text, in a quarter', { q: 'lamp' }],
  ['text, in one of 50 000', { q: 'zeppelin' }],
  ['text, in none', { q: 'nowhere-to-be-found' }],
  ['since a day', { since: ago(1) }],
  ['one old day', { since: ago(25), until: ago(24) }],
  ['actor, action and text', { actor: 'person-8', action: 'run.cancel', q: 'lamp' }],
];

/** A page as the console asks for it, and what it says of a run's inside as one scrolls and scrubs. */
function questions(longRun: string, ordinary: string, longRows: number): Question[] {
  const inside = (what: string, id: string, rows: number): Question[] => [
    { name: `${what}: the run`, route: RUN as Route, query: {}, id },
    { name: `${what}: steps, first page`, route: STEPS as Route, query: { limit: '1000' }, id },
    { name: `${what}: journal, first page`, route: JOURNAL as Route, query: { limit: '1000' }, id },
    {
      name: `${what}: state half way`,
      route: STATE as Route,
      query: { seq: String(Math.ceil(rows / 2)) },
      id,
    },
    { name: `${what}: state at its end`, route: STATE as Route, query: {}, id },
  ];
  return [
    ...OF_RUNS.flatMap(([name, query]): Question[] => [
      { name: `runs: ${name}`, route: RUNS as Route, query: { limit: '100', ...query } },
      { name: `runs: ${name}, counted`, route: COUNT as Route, query },
    ]),
    ...inside('run of 10 steps', ordinary, 20),
    ...inside('run of 10 000 steps', longRun, longRows),
    {
      name: 'run of 10 000 steps: steps, last page',
      route: STEPS as Route,
      query: { limit: '1000', cursor: '9000' },
      id: longRun,
    },
    ...['1h', '24h', '7d'].map((period) => ({
      name: `overview: ${period}`,
      route: OVERVIEW as Route,
      query: { period },
    })),
    ...OF_AUDIT.map(([name, query]) => ({
      name: `audit: ${name}`,
      route: AUDIT as Route,
      query: { limit: '100', ...query },
    })),
    { name: 'approvals: waiting', route: APPROVALS as Route, query: { status: 'pending', limit: '100' } },
    { name: 'dead letters: open', route: DEAD_LETTERS as Route, query: { limit: '100' } },
  ];
}

export type MillionRow = Figures & { readonly name: string };

export async function millionLatency(
  apiKey: string,
  rounds: number,
  {
    longRun,
    ordinary,
    longRows,
  }: { readonly longRun: string; readonly ordinary: string; readonly longRows: number },
): Promise<MillionRow[]> {
  const rows: MillionRow[] = [];
  for (const question of questions(longRun, ordinary, longRows)) {
    const durations: number[] = [];
    for (let round = -1; round < rounds; round += 1) {
      const startedMs = performance.now();
      await ask(apiKey, question);
      if (round >= 0) durations.push(performance.now() - startedMs);
    }
    rows.push({ name: question.name, ...figuresOf(durations) });
  }
  return rows;
}

async function ask(apiKey: string, { name, route, query, id }: Question): Promise<void> {
  const request = new Request(`http://localhost/api/v1/x?${new URLSearchParams(query)}`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  const params = Promise.resolve(id === undefined ? {} : { id });
  const response = await route(request, { params: params as Promise<never> }); // safe because these routes take no parameter but an id
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${name}: ${response.status} ${text}`);
}
