// Knows every breaker: how it stands and stood, how the calls behind it went, and who depends on it.
import {
  BREAKER_SLICES,
  type BreakerErrorShape,
  type BreakerShape,
  type BreakerStory,
  breakerShape,
  breakerStory,
} from '../../contract/breaker';
import { breakerPolicyOf, breakerSettings } from '../../domain/breaker';
import { judgeAttempt } from '../../resilience/dependency-fault';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { callGroups, type ErrorGroup, errorGroups } from './breaker-calls';
import { type CatalogEntry, catalogEntries, dependentsOf, keyOf } from './breaker-catalog';
import { changesOf, heldBy } from './breaker-changes';
import { figuresOf } from './breaker-figures';
import { statesInSlices } from './breaker-history';
import { standings } from './breaker-standing';
import { bulkheadUse } from './bulkhead-use';
import { MOST_RESULTS, oldestCounted } from './newest-results';

/** Of a timeout, where a version does not say what is slow: as `breakerPolicyOf` has it. */
export const SLOW_SHARE = 0.5;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
/** Of the bar of a day. */
const DAY_SLICE_MS = 5 * MINUTE_MS;
const DAY_SLICES = (DAY_MINUTES * MINUTE_MS) / DAY_SLICE_MS;
const MOST_ERRORS = 20;

/** `minute`: when the present one began. `since`: 24 hours before its end. `daySince`: 24 hours before the end of the present five minutes. */
type Clock = { readonly minute: string; readonly since: string; readonly daySince: string };

async function readClock({ pool }: Pick<Database, 'pool'>): Promise<Clock> {
  const { rows } = await pool.query<Clock>(
    `SELECT date_trunc('minute', now()) AS minute, date_trunc('minute', now()) - interval '${DAY_MINUTES - 1} minutes' AS since,
      date_bin('5 minutes', now(), 'epoch') - interval '${DAY_MINUTES - 5} minutes' AS "daySince"`,
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
  const windowSince = new Date(Date.parse(minute) - (BREAKER_SLICES - 1) * MINUTE_MS).toISOString();
  const [bound, groups, standing, dependents, use, stood] = await Promise.all([
    oldestCounted({ pool }, since, most),
    callGroups(pool, { since, slowShare: SLOW_SHARE, most }),
    standings(pool),
    dependentsOf(pool),
    bulkheadUse(pool),
    statesInSlices(pool, { since: windowSince, sliceMs: MINUTE_MS, slices: BREAKER_SLICES }),
  ]);
  const entries = await catalogEntries(pool, groups);
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
      const stands = standing(key);
      const states = stood(key, stands.state);
      const figures = figuresOf(
        groups.filter((group) => keyOfVersion.get(versionOf(group)) === key),
        minute,
      );
      return breakerShape.parse({
        key,
        kind,
        name,
        endpoint,
        ...stands,
        ...figures,
        slices: figures.slices.map((slice, i) => ({ ...slice, state: states[i] ?? null })),
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
    const day = { since: clock.daySince, sliceMs: DAY_SLICE_MS, slices: DAY_SLICES };
    const [changes, held, stood] = await Promise.all([
      changesOf(db.pool, key),
      heldBy(db.pool, key),
      statesInSlices(db.pool, day, { key }),
    ]);
    const states = stood(key, breaker.state);
    const { since, sliceMs } = day;
    return breakerStory.parse({ ...breaker, errors, changes, held, day: { since, sliceMs, states } });
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
