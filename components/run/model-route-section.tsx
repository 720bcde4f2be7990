// Which of an agent's models was asked and why, and the answer that was set aside. Nothing for an agent with one model.
import type { StepShape } from '@/lib/contract/run-detail';
import { JsonView } from '../ui/json-view';
import { PaneSection } from '../ui/pane-section';
import { causeOf, rungWords, setAsideWords, whySentence } from './route-words';

export type ModelRouteSectionProps = {
  step: StepShape;
  steps: readonly StepShape[];
  onStep: (step: number) => void;
};

export function ModelRouteSection({ step, steps, onStep }: ModelRouteSectionProps) {
  if (step.route === null) return null;
  const cause = causeOf(step.route.why);
  const aside = setAsideWords(step, steps);
  return (
    <>
      <PaneSection title="Why this model" note={rungWords(step.route)}>
        <p>
          {whySentence(step.route.why)}
          {cause !== undefined && (
            <>
              {' '}
              <button type="button" className="link" onClick={() => onStep(cause)}>
                {`Step ${cause}`}
              </button>
            </>
          )}
        </p>
      </PaneSection>
      {aside !== undefined && (
        <PaneSection title="Set aside">
          <p data-state-of="partial" className="text-state first-letter:uppercase [overflow-wrap:anywhere]">
            {`${aside}.`}
          </p>
          {step.setAsideAnswer !== null && (
            <>
              <p className="mt-1 mb-2 text-xs text-muted">Nothing of this answer was carried out.</p>
              <JsonView value={step.setAsideAnswer} label="answer that was set aside" />
            </>
          )}
        </PaneSection>
      )}
    </>
  );
}
