// The run's state at the chosen checkpoint, by the runtime's own fold, and what changed to get there.
'use client';
import { useQuery } from '@tanstack/react-query';
import type { StateShape, StepShape } from '@/lib/contract/run-detail';
import { formatCount, plural } from '@/lib/format/count';
import { formatMicroUsd } from '@/lib/format/money';
import { runStateAtOptions } from '@/lib/query/runs';
import { Loading } from '../shell/load-error';
import { AbsoluteTime } from '../ui/absolute-time';
import { JsonView } from '../ui/json-view';
import { KeyValue } from '../ui/key-value';
import { PaneSection } from '../ui/pane-section';
import { stateChanges } from './state-changes';
import { StateDiff } from './state-diff';

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
  const span = from < 1 ? `seq ${to}` : from + 1 === to ? `seq ${from} to ${to}` : `seq ${from} to ${to}`;
  return (
    <>
      <PaneSection
        title={seq === undefined ? 'What this step changed' : 'What this checkpoint changed'}
        note={`${plural(changes.length, 'change')}, ${span}`}
        flush
      >
        <StateDiff changes={changes} label={`Changes, ${span}`} />
      </PaneSection>
      <PaneSection title={`State after seq ${after.data.seq}`} note={<AbsoluteTime at={after.data.at} />}>
        <KeyValue items={figuresOf(after.data)} />
      </PaneSection>
      <PaneSection title="Context" note={plural(after.data.context.length, 'message')}>
        <JsonView value={after.data.context} label="context" />
      </PaneSection>
    </>
  );
}

function figuresOf(state: StateShape) {
  const { usage, limits } = state;
  return [
    { name: 'status', value: state.status },
    { name: 'steps', value: `${formatCount(usage.steps)} of ${formatCount(limits.maxSteps)}` },
    { name: 'tool calls', value: `${formatCount(usage.toolCalls)} of ${formatCount(limits.maxToolCalls)}` },
    { name: 'tokens', value: `${formatCount(usage.tokens)} of ${formatCount(limits.maxTokens)}` },
    {
      name: 'cost',
      value: `${formatMicroUsd(usage.costMicroUsd, { minDigits: 4 })} of ${formatMicroUsd(limits.maxCostMicroUsd)}`,
    },
    { name: 'deadline', value: <AbsoluteTime at={state.deadlineAt} /> },
    { name: 'untrusted content in context', value: state.tainted ? 'yes' : 'no' },
    { name: 'private data seen', value: state.privateDataSeen ? 'yes' : 'no' },
    ...(state.toolsUsed.length === 0 ? [] : [{ name: 'tools used', value: state.toolsUsed.join(', ') }]),
    ...(state.errors.length === 0
      ? []
      : [{ name: 'errors so far', value: formatCount(state.errors.length) }]),
  ];
}
