// Every attempt with how it ended, the next one that is due, and the key under which the receiver knows the effect.
'use client';
import type { StepShape } from '@/lib/contract/run-detail';
import { formatDurationMs } from '@/lib/format/duration';
import { AbsoluteTime } from '../ui/absolute-time';
import { CopyButton } from '../ui/copy-button';
import { Countdown } from '../ui/countdown';
import { Dot } from '../ui/dot';
import { JsonView } from '../ui/json-view';
import { KeyValue } from '../ui/key-value';
import { PaneSection } from '../ui/pane-section';
import { StateGlyph } from '../ui/state-glyph';
import { attemptWords } from './attempt-words';
import { LateAnswers } from './late-answers';

export function StepAttempts({ step }: { step: StepShape }) {
  return (
    <PaneSection title="Attempts" note={step.attempts.length === 0 ? undefined : 'in order'}>
      {step.attempts.length === 0 ? (
        <p className="text-xs text-muted">
          {step.finishedAt === null ? 'Nothing has been sent yet.' : 'Nothing was sent.'}
        </p>
      ) : (
        <ol>
          {step.attempts.map((attempt) => {
            const { state, title, detail, tookMs } = attemptWords(step, attempt);
            return (
              <li
                key={`${attempt.mode} ${attempt.attempt} ${attempt.startedAt}`}
                className="flex gap-[9px] pt-0.5 pb-2 leading-[17px]"
              >
                <StateGlyph state={state} label={state} className="mt-0.5" />
                <div className="min-w-0 text-xs">
                  <b className="text-sm">{title}</b>
                  <span className="block text-ink-2 [overflow-wrap:anywhere]">{detail}</span>
                  <span className="flex flex-wrap items-center text-muted">
                    <AbsoluteTime at={attempt.startedAt} />
                    {tookMs !== undefined && (
                      <>
                        <Dot />
                        {formatDurationMs(tookMs)}
                      </>
                    )}
                    {attempt.error !== null && (
                      <>
                        <Dot />
                        <code>{attempt.error.code}</code>
                        <Dot />
                        {attempt.error.class}
                      </>
                    )}
                    {attempt.error?.retryAfterMs !== undefined && (
                      <>
                        <Dot />
                        {`asked to wait ${formatDurationMs(attempt.error.retryAfterMs)}`}
                      </>
                    )}
                  </span>
                  {attempt.error?.misfit !== undefined && (
                    <details className="mt-1">
                      <summary className="cursor-pointer text-muted">
                        What came; it was kept back from the model
                      </summary>
                      <JsonView value={attempt.error.misfit} label="answer that did not fit" />
                    </details>
                  )}
                </div>
              </li>
            );
          })}
        </ol>
      )}
      <LateAnswers step={step} />
      {step.retryAt !== null && step.finishedAt === null && (
        <p className="mb-2 text-xs text-muted">
          <Countdown
            until={step.retryAt}
            prefix="Next attempt in"
            atZero="The next attempt is due"
            quiet
            size="sm"
          />
        </p>
      )}
      {step.effectKey !== null && (
        <KeyValue
          look="strip"
          className="mt-1"
          items={[
            {
              name: 'Effect key',
              value: <code>{step.effectKey}</code>,
              mark: <CopyButton text={step.effectKey} what="effect key" />,
            },
          ]}
        />
      )}
      {step.resource !== null && (
        <KeyValue
          look="strip"
          className="mt-1"
          items={[{ name: 'Resource', value: <code>{step.resource}</code> }]}
        />
      )}
    </PaneSection>
  );
}
