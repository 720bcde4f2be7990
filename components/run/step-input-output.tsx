// What went into the step and what came out of it, as recorded.
import type { StepShape } from '@/lib/contract/run-detail';
import { JsonView } from '../ui/json-view';
import { PaneSection } from '../ui/pane-section';
import { ModelText } from './model-text';
import { OutputView } from './output-view';
import { ReusedNote } from './reused-note';
import { SecretsNote } from './secrets-note';
import { SOURCES } from './step-decision';
import { UntrustedNote } from './untrusted-note';

export function StepInputOutput({ step }: { step: StepShape }) {
  if (step.kind === 'model') {
    return (
      <PaneSection title="Output" note={step.reportedModel ?? step.model}>
        {step.result !== null ? (
          <OutputView value={step.result} label="answer" />
        ) : step.setAsideAnswer !== null ? (
          <JsonView value={step.setAsideAnswer} label="answer that was set aside" />
        ) : step.text !== null && step.text !== '' ? (
          <ModelText text={step.text} label="answer" />
        ) : (
          <p className="text-xs text-muted">
            It said nothing beside its calls. What it read is the context of the state before it: see State.
          </p>
        )}
        <SecretsNote step={step} />
      </PaneSection>
    );
  }
  return (
    <>
      {step.kind === 'tool' && (
        <PaneSection title="Arguments" note="as sent, after an edit the edited ones">
          <JsonView value={step.arguments} label="arguments" />
        </PaneSection>
      )}
      <PaneSection
        title={step.kind === 'finish' ? 'Result of the run' : 'Result'}
        note={step.resultSource === null ? undefined : SOURCES[step.resultSource]}
      >
        {step.result === null ? (
          <p className="text-xs text-muted">
            {step.finishedAt === null ? 'Not there yet.' : (step.error?.message ?? 'It gave no result.')}
          </p>
        ) : step.kind === 'finish' ? (
          <OutputView value={step.result} label="result" />
        ) : (
          <JsonView value={step.result} label="result" />
        )}
        <ReusedNote step={step} />
        <UntrustedNote step={step} />
        <SecretsNote step={step} />
      </PaneSection>
    </>
  );
}
