// How tools and models did over the last 24 hours.
import 'server-only';
import { type CalledKind, callHealth, type HealthOf } from '../../store/read/tool-health';
import type { App } from '../app';
import { readConfigured } from './configuration';

type HealthParts = Pick<App, 'db' | 'clock'>;

/** Those that were called. */
export function listHealth<K extends CalledKind>({ db, clock }: HealthParts, kind: K) {
  return callHealth(db, kind, { nowMs: clock.now() });
}

/** @throws RequestError not_found; one that was not called has zeros. */
export async function readToolHealth(parts: HealthParts, name: string) {
  return periodAnd(parts, 'tool', name, { ...NEVER_CALLED, drifted: 0 });
}

/** As readToolHealth. */
export async function readModelHealth(parts: HealthParts, name: string) {
  return periodAnd(parts, 'model', name, { ...NEVER_CALLED, tokens: 0, costMicroUsd: 0 });
}

async function periodAnd<K extends CalledKind>(
  { db, clock }: HealthParts,
  kind: K,
  name: string,
  none: Omit<HealthOf[K], 'name'>,
) {
  await readConfigured({ db }, kind, name);
  const { items, ...period } = await callHealth(db, kind, { nowMs: clock.now(), name });
  return { ...period, ...(items[0] ?? { ...none, name }) };
}

const NEVER_CALLED = {
  calls: 0,
  failed: 0,
  failedByClass: { retryable: 0, fatal: 0, refused: 0, unknown: 0 },
  p50Ms: null,
  p95Ms: null,
  lastUsedAt: null,
  lastError: null,
};
