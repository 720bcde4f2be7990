// The steps of a run as proportions of what is counted: model steps, tool calls, and a wait while there is one.
import { MiniBar } from '../ui/mini-bar';
import type { ListedRun } from './listed-run';

export function RunStepsBar({ run }: { run: ListedRun }) {
  const own = run.steps - run.toolCalls;
  if (run.steps === 0) return null;
  return (
    <MiniBar
      label={`${run.steps} steps, ${run.toolCalls} of them tool calls${run.waiting === null ? '' : ', waiting'}`}
      parts={[
        ...(own > 0 ? [{ kind: 'model' as const, weight: own }] : []),
        ...(run.toolCalls > 0 ? [{ kind: 'tool' as const, weight: run.toolCalls }] : []),
        ...(run.waiting === null ? [] : [{ kind: 'wait' as const, weight: Math.max(1, run.steps / 2) }]),
      ]}
    />
  );
}
