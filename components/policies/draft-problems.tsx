// What is wrong with the saved draft, each with its place; a click goes there.
'use client';
import type { PolicyProblem, PolicySetName } from '@/lib/domain/policy-set';
import { plural } from '@/lib/format/count';
import { Glyph } from '../ui/glyph';
import { Seam } from '../ui/seam';
import { countOf, placeOf } from './policy-words';

type DraftProblemsProps = {
  problems: readonly PolicyProblem[];
  /** What is written is not what was checked. */
  isDirty: boolean;
  onShow: (set: PolicySetName, line: number | null) => void;
};

export function DraftProblems({ problems, isDirty, onShow }: DraftProblemsProps) {
  const [errors, warnings] = [countOf(problems, 'error'), countOf(problems, 'warning')];
  const note = `${plural(errors, 'error')}, ${plural(warnings, 'warning')}${isDirty ? ' when it was saved last' : ''}`;
  return (
    <Seam title="Check" note={note}>
      {problems.length === 0 ? (
        <p className="px-4 pb-3 text-xs text-muted max-md:px-3">
          Nothing is wrong with it, by the tools and agents of this moment.
        </p>
      ) : (
        <ul className="pb-2">
          {problems.map(({ set, rule, line, severity, message }, index) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: the same may be said twice of one line
              key={index}
              data-state-of={severity === 'error' ? 'failed' : 'waiting'}
            >
              <button
                type="button"
                onClick={() => onShow(set, line)}
                className="flex w-full items-baseline gap-2.5 px-4 py-1 text-left hover:bg-hover max-md:min-h-11 max-md:px-3"
              >
                <Glyph name="warning" size={14} className="translate-y-0.5 self-start text-state" />
                <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
                  <span className="sr-only">{severity}: </span>
                  {message}
                  {rule !== null && <code className="ml-2 text-2xs text-faint">{rule}</code>}
                </span>
                <span className="flex-none text-xs text-muted">{placeOf({ set, line })}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Seam>
  );
}
