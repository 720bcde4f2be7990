// Cancels a run for good, or pauses it before its next step; what is in flight settles first.
import 'server-only';
import type { RunShape } from '../../contract/run';
import type { RunDetail } from '../../contract/run-cancel';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { requireScope } from '../authorize';
import { requireRunDetail } from '../queries/read-run';
import type { CommandContext } from './command-context';
import { requireOpen, tellRun } from './tell-run';

export type StopRun = { readonly runId: string; readonly reason: string };

/**
 * The answer may still say `running`: the run is cancelled when its effects in flight, which it lists, have settled. The same again changes nothing:
 * the first cancel keeps its name and reason.
 */
export async function cancelRun(context: CommandContext, { runId, reason }: StopRun): Promise<RunDetail> {
  requireScope(context.principal, 'runs:write');
  const before = await requireRunDetail(context.app, runId);
  if (before.cancel !== null && before.finishedAt === null) return before;
  const by = actorOf(context.principal);
  await tellRun(context, { runId, action: 'run.cancel', input: { type: 'cancel', by, reason } });
  return requireRunDetail(context.app, runId);
}

/** @throws RequestError conflict where it is paused already, has ended, or its end was asked for. */
export async function pauseRun(context: CommandContext, { runId, reason }: StopRun): Promise<RunShape> {
  requireScope(context.principal, 'runs:write');
  const run = await requireRunDetail(context.app, runId);
  requireOpen(run);
  if (run.waiting?.items.some((item) => item.kind === 'paused') === true)
    throw new RequestError('conflict', 'The run is paused already.');
  const by = actorOf(context.principal);
  return tellRun(context, { runId, action: 'run.pause', input: { type: 'pause', by, reason } });
}
