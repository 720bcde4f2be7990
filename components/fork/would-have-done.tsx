// What a dry fork would have done, call by call in words, and the reads that met no recording.
'use client';
import type { ForksShape } from '@/lib/contract/fork';
import { plural } from '@/lib/format/count';
import { StateGlyph } from '../ui/state-glyph';
import { verdictWords, wouldWords } from './fork-words';

export type WouldHaveDoneProps = { forks: ForksShape; onStep: (step: number) => void };

export function WouldHaveDone({ forks, onStep }: WouldHaveDoneProps) {
  const { wouldHaveDone, unavailable } = forks;
  if (wouldHaveDone === null) return null;
  return (
    <section aria-label="Would have done" className="flex-none border-b border-line px-4 py-2.5 max-md:px-3">
      <div className="flex items-baseline justify-between gap-3">
        <h2 className="text-xs font-medium text-muted">Would have done</h2>
        <span className="text-xs text-muted">{`${plural(wouldHaveDone.length, 'write')}, 0 sent`}</span>
      </div>
      <ul className="mt-1 grid max-h-44 gap-0.5 overflow-auto">
        {wouldHaveDone.map((one) => (
          <li key={one.step} className="flex items-start gap-2">
            <span data-state-of="dry" className="grid h-5 flex-none items-center text-state">
              <StateGlyph state="dry" />
            </span>
            <p className="min-w-0 [overflow-wrap:anywhere]">
              <button
                type="button"
                className="link"
                onClick={() => onStep(one.step)}
              >{`Step ${one.step}`}</button>{' '}
              <b className="font-semi">{wouldWords(one)}</b>{' '}
              <span className="text-xs text-muted">
                <span className="mono">{one.tool}</span>
                {`, ${verdictWords(one)}`}
              </span>
            </p>
          </li>
        ))}
        {wouldHaveDone.length === 0 && <li className="text-muted">Nothing so far.</li>}
      </ul>
      {unavailable !== null && unavailable.length > 0 && (
        <p className="mt-1 text-xs text-muted">
          {`Reads that met no recording: ${unavailable.map(({ step, tool }) => `step ${step}, ${tool}`).join('; ')}.`}
        </p>
      )}
    </section>
  );
}
