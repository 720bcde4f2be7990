// Lets a paused or bounded run go on, with bounds raised where it stopped at one. Bounds are never lowered.
import 'server-only';
import type { RunShape } from '../../contract/run';
import { type Problem, RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import type { LimitBound, RaisedLimits, RunLimits } from '../../domain/run';
import { requireScope } from '../authorize';
import { summaryOf } from '../http/parse-input';
import { requireRunDetail } from '../queries/read-run';
import type { CommandContext } from './command-context';
import { loweredLimits } from './lowered-limits';
import { requireOpen, tellRun } from './tell-run';

export type ResumeRun = { readonly runId: string; readonly reason: string; readonly limits: RaisedLimits };

/** @throws RequestError conflict where it waits for something else, has ended, or its end was asked for; invalid_request for a bound that is lowered or not raised where it has to be. */
export async function resumeRun(
  context: CommandContext,
  { runId, reason, limits }: ResumeRun,
): Promise<RunShape> {
  requireScope(context.principal, 'runs:write');
  const run = await requireRunDetail(context.app, runId);
  requireOpen(run);
  const held = run.waiting?.items.filter((item) => item.kind === 'paused' || item.kind === 'limit') ?? [];
  if (run.status === 'waiting' && held.length === 0)
    throw new RequestError(
      'conflict',
      `The run is neither paused nor at a bound: it waits for ${run.waiting?.reason}.`,
    );
  const bounds = held.filter((item) => item.kind === 'limit').map((item) => item.id);
  const problems = [...loweredLimits(limits, run.limits), ...unraisedBounds(bounds, limits, run.limits)];
  if (problems.length > 0) throw new RequestError('invalid_request', summaryOf(problems), problems);
  const by = actorOf(context.principal);
  return tellRun(context, { runId, action: 'run.resume', input: { type: 'resume', by, reason, limits } });
}

/** A run that goes on below the same bound would stop at once. A loop and the caller's deadline are no figures of the run: looking at it is enough. */
function unraisedBounds(bounds: readonly string[], raised: RaisedLimits, present: RunLimits): Problem[] {
  return bounds.flatMap((bound) => {
    const name = LIMIT_OF_BOUND[bound as LimitBound]; // safe because an unknown bound finds nothing
    if (name === undefined || name === null || (raised[name] ?? 0) > present[name]) return [];
    return [{ path: `/limits/${name}`, message: `must be above ${present[name]}, where the run stopped` }];
  });
}

const LIMIT_OF_BOUND: { readonly [B in LimitBound]: keyof RunLimits | null } = {
  steps: 'maxSteps',
  tool_calls: 'maxToolCalls',
  tokens: 'maxTokens',
  cost: 'maxCostMicroUsd',
  time: 'deadlineMs',
  deadline: null,
  loop: null,
};
