// Two versions of an agent: what changed in words, then line by line; beside each other where the page is wide enough.
'use client';
import type { AgentDefinition } from '@/lib/domain/agent';
import { Diff } from '../ui/diff';
import { SideDiff } from '../ui/side-diff';
import { useCompact } from '../ui/use-compact';
import { changeWords } from './change-words';
import { definitionText } from './definition-text';

type Compared = { readonly version: number; readonly definition: AgentDefinition };

export type VersionDiffProps = {
  before: Compared;
  after: Compared;
  /** `two` falls back to one column at 390 px. */
  look: 'one' | 'two';
  /** Lines around each change; all of them without it. */
  context?: number;
};

export function VersionDiff({ before, after, look, context }: VersionDiffProps) {
  const compact = useCompact();
  const words = changeWords(before.definition, after.definition);
  const texts = {
    before: definitionText(before.definition),
    after: definitionText(after.definition),
    label: `v${before.version} and v${after.version}`,
    ...(context === undefined ? {} : { context }),
  };
  return (
    <>
      <ul className="mb-2 text-xs text-ink-2">
        {words.map((word) => (
          <li key={word} className="flex gap-2 py-px [overflow-wrap:anywhere]">
            <span aria-hidden="true" className="text-faint">
              ·
            </span>
            {word}
          </li>
        ))}
      </ul>
      {look === 'two' && !compact ? (
        <SideDiff {...texts} beforeTitle={`v${before.version}`} afterTitle={`v${after.version}`} />
      ) : (
        <Diff {...texts} numbered />
      )}
    </>
  );
}
