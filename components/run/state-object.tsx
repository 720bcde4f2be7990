// What the run knows of itself at a checkpoint: where it stands, what is open, what failed so far, what it used, against which bounds.
import type { StateShape, StepShape } from '@/lib/contract/run-detail';
import { formatCount, plural } from '@/lib/format/count';
import { formatMicroUsd } from '@/lib/format/money';
import { AbsoluteTime } from '../ui/absolute-time';
import { KeyValue, type KeyValueItem } from '../ui/key-value';
import { PaneSection } from '../ui/pane-section';
import { waitingSentence } from './run-words';
import { stepName, stepStanding } from './step-words';

export function StateObject({ state }: { state: StateShape }) {
  const failed = state.steps.filter(({ error }) => error !== null);
  return (
    <>
      <PaneSection title={`State after seq ${state.seq}`} note={<AbsoluteTime at={state.at} />}>
        <KeyValue items={[...standingOf(state), ...figuresOf(state)]} />
      </PaneSection>
      <PaneSection title="Errors so far" note={formatCount(failed.length)}>
        {failed.length === 0 ? (
          <p className="text-xs text-muted">None.</p>
        ) : (
          <ul className="grid gap-1.5 text-xs">
            {failed.map((step) => (
              <ErrorLine key={step.step} step={step} />
            ))}
          </ul>
        )}
      </PaneSection>
    </>
  );
}

function ErrorLine({ step }: { step: StepShape }) {
  if (step.error === null) return null;
  return (
    <li className="[overflow-wrap:anywhere]">
      <span className="text-muted">{`step ${step.step}, `}</span>
      <span className="mono">{stepName(step)}</span>
      {': '}
      {step.error.message} <code className="text-faint">{step.error.code}</code>
    </li>
  );
}

function standingOf(state: StateShape): KeyValueItem[] {
  const last = state.steps.at(-1);
  return [
    { name: 'status', value: state.status },
    {
      name: 'step',
      value: last === undefined ? 'none yet' : `${last.step}, ${stepName(last)}, ${stepStanding(last).word}`,
    },
    { name: 'open question', value: state.waiting === null ? 'none' : waitingSentence(state.waiting) },
    { name: 'history', value: plural(state.context.length, 'message') },
    { name: 'tools used', value: state.toolsUsed.length === 0 ? 'none yet' : state.toolsUsed.join(', ') },
    { name: 'assumptions', value: <span className="text-faint">not recorded</span> },
  ];
}

function figuresOf({ usage, limits, ...state }: StateShape): KeyValueItem[] {
  return [
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
  ];
}
