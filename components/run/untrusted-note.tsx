// Below a result that outsiders may have written: that they may have, what was taken out of it, and what it seems to be up to.
import type { StepShape } from '@/lib/contract/run-detail';
import { Taint } from '../ui/taint';
import { removedWords, suspicionSentences } from './untrusted-words';

export function UntrustedNote({ step: { tainted, screening } }: { step: StepShape }) {
  if (!tainted) return null;
  const removed = screening === null ? undefined : removedWords(screening);
  const suspicions = screening === null ? [] : suspicionSentences(screening);
  return (
    <div className="mt-2 text-xs text-muted">
      <p className="flex flex-wrap items-center gap-x-1.5">
        <Taint source="outside" /> Text in it may have been written by outsiders. {removed}
      </p>
      {suspicions.length > 0 && (
        <ul aria-label="What it seems to be up to" data-state-of="waiting" className="mt-1.5">
          {suspicions.map(({ sentence, excerpt }) => (
            <li key={sentence} className="py-0.5 [overflow-wrap:anywhere]">
              <span className="text-state">{sentence}</span> <q className="text-ink-2">{excerpt}</q>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
