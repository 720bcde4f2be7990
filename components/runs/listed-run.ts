// What the list keeps of a run: what its rows show and no more, for it keeps a hundred thousand of them. Pure.
import type { RunShape } from '@/lib/contract/run';
import { endWords } from '../run/run-words';
import { valueSummary } from '../run/value-summary';

export type ListedRun = Pick<
  RunShape,
  | 'id'
  | 'agent'
  | 'version'
  | 'status'
  | 'waiting'
  | 'steps'
  | 'toolCalls'
  | 'tokens'
  | 'costMicroUsd'
  | 'tainted'
  | 'createdAt'
  | 'startedAt'
  | 'finishedAt'
> & {
  /** Its input in a line. */
  readonly summary: string;
  /** Why it ended, "" where there is nothing to say. */
  readonly ended: string;
};

export function listedRun(run: RunShape): ListedRun {
  return {
    id: run.id,
    agent: run.agent,
    version: run.version,
    status: run.status,
    waiting: run.waiting,
    steps: run.steps,
    toolCalls: run.toolCalls,
    tokens: run.tokens,
    costMicroUsd: run.costMicroUsd,
    tainted: run.tainted,
    createdAt: run.createdAt,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    summary: valueSummary(run.input),
    ended: endWords(run),
  };
}
