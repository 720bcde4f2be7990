// The run as the API says it: the run itself, its steps, and at a chosen checkpoint the state there.
import type { RunShape } from '@/lib/contract/run';
import type { StateShape, StepShape } from '@/lib/contract/run-detail';
import { JsonView } from '../ui/json-view';

export type RunJsonProps = {
  run: RunShape;
  steps: readonly StepShape[];
  /** Undefined: the run as it is now. */
  state: StateShape | undefined;
};

export function RunJson({ run, steps, state }: RunJsonProps) {
  return (
    <div className="min-h-0 flex-1 overflow-auto p-4 max-md:p-3">
      {state === undefined ? (
        <JsonView value={{ run, steps }} label="run and steps" />
      ) : (
        <JsonView value={state} label={`state after row ${state.seq}`} />
      )}
    </div>
  );
}
