// Beside the draft: what is wrong with it, and what it changes.
import type { AgentShape } from '@/lib/contract/configuration';
import type { AgentDefinition } from '@/lib/domain/agent';
import { changeWords } from '../agents/change-words';
import { PaneSection } from '../ui/pane-section';
import type { ListedProblem } from './draft-problems';
import { ProblemList } from './problem-list';

export type DraftAsideProps = {
  /** Of the list of problems, for what is described by it. */
  id: string;
  base: AgentShape | undefined;
  /** Undefined while the draft does not fit. */
  definition: AgentDefinition | undefined;
  readable: boolean;
  numbered: boolean;
  problems: readonly ListedProblem[];
  onGo: (problem: ListedProblem) => void;
};

export function DraftAside({ base, definition, ...list }: DraftAsideProps) {
  return (
    <aside
      aria-label="About this draft"
      className="min-h-0 overflow-auto border-l border-line bg-surface max-lg:border-t max-lg:border-l-0"
    >
      <PaneSection
        title="Checked as you type"
        note={list.problems.length === 0 ? undefined : list.problems.length}
      >
        <ProblemList {...list} />
      </PaneSection>
      {base !== undefined && (
        <PaneSection title="What changes" note={`against v${base.version}`}>
          <Changes words={definition === undefined ? undefined : changeWords(base.definition, definition)} />
        </PaneSection>
      )}
    </aside>
  );
}

function Changes({ words }: { words: readonly string[] | undefined }) {
  if (words === undefined) return <p className="text-xs text-muted">Stands here once the draft fits.</p>;
  if (words.length === 0) return <p className="text-xs text-muted">Nothing yet.</p>;
  return (
    <ul className="text-xs text-ink-2">
      {words.map((word) => (
        <li key={word} className="py-px [overflow-wrap:anywhere]">
          {word}
        </li>
      ))}
    </ul>
  );
}
