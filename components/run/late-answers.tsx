// What the receiver said after an attempt's time was over, and what came of it: taken as the result, or kept as evidence beside another.
'use client';
import type { StepShape } from '@/lib/contract/run-detail';
import { AbsoluteTime } from '../ui/absolute-time';
import { JsonView } from '../ui/json-view';
import { lateAnswerWords } from './late-answer-words';

export function LateAnswers({ step }: { step: StepShape }) {
  if (step.lateAnswers.length === 0) return null;
  return (
    <ul className="mb-2 text-xs text-ink-2" aria-label="Late answers">
      {step.lateAnswers.map((late) => (
        <li key={late.attempt} className="[overflow-wrap:anywhere]">
          <b className="font-medium">Late answer to attempt {late.attempt}</b>: {lateAnswerWords(step, late)}
          <span className="block text-muted">
            <AbsoluteTime at={late.answeredAt} />
          </span>
          {late.value !== null && (
            <JsonView value={late.value} label={`late answer to attempt ${late.attempt}`} />
          )}
        </li>
      ))}
    </ul>
  );
}
