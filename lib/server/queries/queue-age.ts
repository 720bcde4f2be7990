// Whether an agent takes new runs, by how long its oldest due run has waited.
import 'server-only';
import { RequestError } from '../../domain/errors';
import type { TriggerKind } from '../../domain/run';
import { isShed, retryAfterMs } from '../../domain/shedding';
import { readQueueAge } from '../../store/read/queue-age';
import { readRun } from '../../store/read/read-run';
import type { App } from '../app';

type Start = { readonly agent: string; readonly kind: TriggerKind; readonly runId: string };

/**
 * What was accepted stays accepted: a run that exists already, because the answer to the same intent was lost, is not refused.
 * @throws RequestError `shedding` with the wait.
 */
export async function refuseWhileShedding(
  { db }: Pick<App, 'db'>,
  { agent, kind, runId }: Start,
): Promise<void> {
  const age = await readQueueAge(db, agent);
  if (age === null || !isShed(age, kind) || (await readRun(db, runId)) !== null) return;
  const { oldestMs, shedAfterMs } = age;
  const seconds = (ms: number | null) => Math.round((ms ?? 0) / 1_000);
  throw new RequestError(
    'shedding',
    `A run of ${agent} has waited for ${seconds(oldestMs)} s to be taken up, and above ${seconds(shedAfterMs)} s no new one is started. Those that were accepted go on.`,
    [],
    { oldestMs, shedAfterMs, retryAfterMs: retryAfterMs(shedAfterMs ?? 0) },
  );
}
