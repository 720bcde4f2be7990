// Which of an agent's models was asked and why, and the answer that was set aside. Nothing for an agent with one model.
import type { StepShape } from '@/lib/contract/run-detail';
import { PaneSection } from '../ui/pane-section';
import { causeOf, rungWords, setAsideCalls, setAsideWords, whySentence } from './route-words';

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
            <p className="mt-1 text-xs text-muted">
              Nothing of this answer was carried out. Input and output has it whole.
            </p>
          )}
          <ul>
            {setAsideCalls(step.setAsideAnswer).map(({ tool, confidence, reasoning }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a call is its place in the answer
              <li key={i} className="mt-2">
                <span className="flex items-center gap-2">
                  <span className="mono">{tool}</span>
                  {confidence !== undefined && (
                    <span className="ml-auto text-xs text-muted">{`${confidence.toFixed(2)} sure`}</span>
                  )}
                </span>
                {reasoning !== undefined && (
                  <span className="block text-xs text-ink-2 [overflow-wrap:anywhere]">“{reasoning}”</span>
                )}
              </li>
            ))}
          </ul>
        </PaneSection>
      )}
    </>
  );
}
