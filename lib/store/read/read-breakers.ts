// Knows every breaker: how it stands, how the calls behind it went, and who depends on it. One without a row in its table has never opened.
import {
  type BreakerErrorShape,
  type BreakerShape,
  type BreakerStory,
  breakerShape,
  breakerStory,
} from '../../contract/breaker';
import { type BreakerState, breakerPolicyOf, breakerSettings } from '../../domain/breaker';
import { judgeAttempt } from '../../resilience/dependency-fault';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { callGroups, type ErrorGroup, errorGroups } from './breaker-calls';
import { type CatalogEntry, catalogEntries, dependentsOf, keyOf } from './breaker-catalog';
import { figuresOf } from './breaker-figures';
import { bulkheadUse } from './bulkhead-use';
import { MOST_RESULTS, oldestCounted } from './newest-results';

/** Of a timeout, where a version does not say what is slow: as `breakerPolicyOf` has it. */
export const SLOW_SHARE = 0.5;
const DAY_MINUTES = 24 * 60;
const MOST_ERRORS = 20;

type BreakerRecord = {
  readonly key: string;
  readonly state: BreakerState;
  readonly epoch: number;
  readonly openedAt: string | null;
  readonly opensUntil: string | null;
  readonly probes: number;
  readonly isolated: BreakerShape['isolated'];
};

/** `since`: 24 hours before the end of the present minute. */
type Clock = { readonly minute: string; readonly since: string };

async function readClock({ pool }: Pick<Database, 'pool'>): Promise<Clock> {
  const { rows } = await pool.query<Clock>(
    `SELECT date_trunc('minute', now()) AS minute, date_trunc('minute', now()) - interval '${DAY_MINUTES - 1} minutes' AS since`,
  );
  const [clock] = rows;
  if (clock === undefined) throw new Error('the clock answers with one row');
  return clock;
}

/** In use, or called within 24 hours; by key. */
export async function readBreakers(db: Pick<Database, 'pool'>, most = MOST_RESULTS): Promise<BreakerShape[]> {
  try {
    return await breakersAt(db, await readClock(db), most);
  } catch (error) {
    throw storeError(error, 'read breakers');
  }
}

async function breakersAt(
  { pool }: Pick<Database, 'pool'>,
  { minute, since }: Clock,
  most = MOST_RESULTS,
): Promise<BreakerShape[]> {
  const [bound, groups, states, dependents, use] = await Promise.all([
    oldestCounted({ pool }, since, most),
    callGroups(pool, { since, slowShare: SLOW_SHARE, most }),
    pool.query<BreakerRecord>({ name: 'breaker_states', text: STATES }),
    dependentsOf(pool),
    bulkheadUse(pool),
  ]);
  const entries = await catalogEntries(pool, groups);
  const stateOf = new Map(states.rows.map((row) => [row.key, row]));
  const keyOfVersion = new Map(entries.map((entry) => [versionOf(entry), keyOf(entry)]));
  // One entry a key: the active version where there is one, else the last that was called.
  const byKey = new Map<string, CatalogEntry>();
  for (const entry of entries) {
    const known = byKey.get(keyOf(entry));
    if (known === undefined || entry.active || (!known.active && entry.version > known.version))
      byKey.set(keyOf(entry), entry);
  }
  return [...byKey]
    .map(([key, entry]) => {
      const { kind, name, endpoint, active } = entry;
      return breakerShape.parse({
        key,
        kind,
        name,
        endpoint,
        ...standing(stateOf.get(key)),
        ...figuresOf(
          groups.filter((group) => keyOfVersion.get(versionOf(group)) === key),
          minute,
        ),
        bulkhead: active ? use(kind, name, entry.concurrency) : null,
        limits: active ? limitsOf(entry) : null,
        countedSince: bound,
        dependents: active ? dependents(kind, name) : [],
      });
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Null where nothing of that key is in use or was called within 24 hours. */
export async function readBreaker(db: Pick<Database, 'pool'>, key: string): Promise<BreakerStory | null> {
  try {
    const clock = await readClock(db);
    const breaker = (await breakersAt(db, clock)).find((one) => one.key === key);
    if (breaker === undefined) return null;
    const groups = await errorGroups(
      db.pool,
      { since: clock.since, slowShare: SLOW_SHARE, most: MOST_RESULTS },
      breaker,
    );
    const entries = await catalogEntries(db.pool, groups);
    const mine = new Set(entries.filter((entry) => keyOf(entry) === key).map(versionOf));
    const errors = errorsOf(groups.filter((group) => mine.has(versionOf(group))));
    const changes = await db.pool.query({ name: 'breaker_changes', text: CHANGES, values: [key] });
    return breakerStory.parse({ ...breaker, errors, changes: changes.rows });
  } catch (error) {
    throw storeError(error, 'read breaker');
  }
}

/** Alike for a reader: by code, and by whether it is held against the dependency. The groups come newest first. */
function errorsOf(groups: readonly ErrorGroup[]): BreakerErrorShape[] {
  const found = new Map<string, BreakerErrorShape>();
  for (const group of groups) {
    const { code, count, message, lastAt, runId, step } = group;
    const judged = judgeAttempt({ ...group, mode: group.lookUp ? 'look_up' : 'send' });
    const fault = judged === 'answered' || judged === 'none' ? null : judged;
    const same = found.get(`${code} ${fault}`);
    if (same === undefined)
      found.set(`${code} ${fault}`, { code, fault, count, message, lastAt, runId, step });
    else found.set(`${code} ${fault}`, { ...same, count: same.count + count });
  }
  return [...found.values()].slice(0, MOST_ERRORS);
}

const STATES = `SELECT key, state, epoch::float8 AS epoch, opened_at AS "openedAt", opens_until AS "opensUntil", probes_granted AS probes,
    CASE WHEN state = 'isolated' THEN jsonb_build_object('by', isolated_by, 'reason', isolated_reason) END AS isolated FROM breaker`;

const CHANGES = `SELECT epoch::float8 AS epoch, at, from_state AS "from", to_state AS "to", actor AS by, reason, calls, failures, slow
  FROM breaker_change WHERE key = $1 ORDER BY epoch DESC LIMIT 50`;

function standing(row: BreakerRecord | undefined) {
  if (row === undefined)
    return {
      state: 'closed',
      epoch: 0,
      openedAt: null,
      opensUntil: null,
      probes: null,
      isolated: null,
    } as const;
  const { state, epoch, openedAt, opensUntil, probes, isolated } = row;
  const shut = state !== 'closed';
  return {
    state,
    epoch,
    openedAt: shut ? openedAt : null,
    opensUntil: state === 'open' ? opensUntil : null,
    probes: state === 'half_open' ? probes : null,
    isolated,
  };
}

function limitsOf({ timeoutMs, retry, breaker, concurrency }: CatalogEntry): BreakerShape['limits'] {
  const { window, ...policy } = breakerPolicyOf(
    breakerSettings.optional().parse(breaker ?? undefined),
    timeoutMs,
  );
  return {
    timeoutMs,
    slowCallMs: policy.slowCallMs,
    retry,
    concurrency,
    breaker: {
      windowMs: window.kind === 'time' ? window.ms : null,
      windowCalls: window.kind === 'calls' ? window.calls : null,
      ...policy,
    },
  };
}

function versionOf({ kind, name, version }: { kind: string; name: string; version: number }): string {
  return `${kind} ${name} ${version}`;
}
