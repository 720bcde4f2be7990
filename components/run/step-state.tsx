// The run's state at the chosen checkpoint, by the runtime's own fold, and what changed to get there.
'use client';
import { useQuery } from '@tanstack/react-query';
import type { StepShape } from '@/lib/contract/run-detail';
import { plural } from '@/lib/format/count';
import { runStateAtOptions } from '@/lib/query/runs';
import { Loading } from '../shell/load-error';
import { JsonView } from '../ui/json-view';
import { PaneSection } from '../ui/pane-section';
import { stateChanges } from './state-changes';
import { StateDiff } from './state-diff';
import { StateObject } from './state-object';

export type StepStateTabProps = {
  runId: string;
  step: StepShape;
  /** The chosen checkpoint. Without one the whole step is compared: before its first row, after its last. */
  seq: number | undefined;
  lastSeq: number | undefined;
};

export function StepStateTab({ runId, step, seq, lastSeq }: StepStateTabProps) {
  const to = Math.min(seq ?? step.lastSeq, lastSeq ?? step.lastSeq);
  const from = seq === undefined ? Math.min(step.firstSeq, to) - 1 : seq - 1;
  const after = useQuery(runStateAtOptions(runId, to));
  const before = useQuery({ ...runStateAtOptions(runId, Math.max(1, from)), enabled: from >= 1 });
  if (after.data === undefined) return <Loading what="The state" query={after} rows={5} />;
  if (from >= 1 && before.data === undefined)
    return <Loading what="The state before" query={before} rows={5} />;
  const changes = stateChanges(from >= 1 ? before.data : undefined, after.data);
  const span = from < 1 ? `seq ${to}` : `seq ${from} to ${to}`;
  return (
    <>
      <PaneSection
        title={seq === undefined ? 'What this step changed' : 'What this checkpoint changed'}
        note={`${plural(changes.length, 'change')}, ${span}`}
        flush
      >
        <StateDiff changes={changes} label={`Changes, ${span}`} />
      </PaneSection>
      <StateObject state={after.data} />
      <PaneSection title="Context" note={plural(after.data.context.length, 'message')}>
        <JsonView value={after.data.context} label="context" />
      </PaneSection>
    </>
  );
}
