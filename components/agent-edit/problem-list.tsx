// Everything that is wrong with the draft; each line leads to its place.
import { Glyph } from '../ui/glyph';
import { StateGlyph } from '../ui/state-glyph';
import { type ListedProblem, sentenceOf } from './draft-problems';

export type ProblemListProps = {
  id: string;
  problems: readonly ListedProblem[];
  /** Whether the text is JSON at all. */
  readable: boolean;
  /** Says also in which line of the text each is. */
  numbered: boolean;
  onGo: (problem: ListedProblem) => void;
};

export function ProblemList({ id, problems, readable, numbered, onGo }: ProblemListProps) {
  if (problems.length === 0)
    return (
      <p id={id} className="flex items-start gap-2 text-xs leading-[17px] text-ink-2">
        <StateGlyph state="succeeded" className="mt-px" />
        Fits the schema of an agent. Names of tools and models are checked when it is saved.
      </p>
    );
  return (
    <ul id={id} data-state-of="failed" aria-label={readable ? 'Problems' : 'Why it is no JSON'}>
      {problems.map((problem) => (
        <li key={`${problem.pointer} ${problem.message}`}>
          <button
            type="button"
            onClick={() => onGo(problem)}
            className="flex w-full items-baseline gap-2 rounded-sm py-[3px] text-left text-xs hover:bg-hover max-md:min-h-11"
          >
            <Glyph name="warning" size={13} className="translate-y-0.5 text-state" />
            <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
              {problem.pointer !== '' && <code>{problem.pointer.slice(1)} </code>}
              {problem.pointer === '' ? sentenceOf(problem.message) : problem.message}
            </span>
            {numbered && <span className="flex-none text-faint">{`line ${problem.line}`}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}
