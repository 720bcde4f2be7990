// One version in the list: its number, whether it is active, who made it when, and what it changed of the one before.
import type { ReactNode } from 'react';
import type { AgentShape } from '@/lib/contract/configuration';
import { cx } from '../ui/class-names';
import { RelativeTime } from '../ui/relative-time';
import { Tag } from '../ui/tag';
import { changeWords } from './change-words';

export const versionButtonId = (version: number): string => `version-${version}`;

export type VersionRowProps = {
  version: AgentShape;
  /** The one before it; undefined for the first. */
  before: AgentShape | undefined;
  chosen: boolean;
  onChoose: () => void;
  act?: ReactNode;
};

export function VersionRow({ version, before, chosen, onChoose, act }: VersionRowProps) {
  const words = before === undefined ? [] : changeWords(before.definition, version.definition);
  const said = before === undefined ? 'The first version' : words.join(', ') || 'The same content';
  return (
    <li
      className={cx(
        'relative flex items-start gap-2 border-b border-line-soft px-4 py-2 max-md:px-3',
        chosen ? 'bg-select shadow-[inset_2px_0_0_var(--accent)]' : 'hover:bg-hover',
      )}
    >
      <button
        type="button"
        id={versionButtonId(version.version)}
        aria-pressed={chosen}
        onClick={onChoose}
        className="min-w-0 flex-1 text-left before:absolute before:inset-0 before:content-['']"
      >
        <span className="flex items-center gap-2">
          <b>{`v${version.version}`}</b>
          {version.active && <Tag>active</Tag>}
          <span className="min-w-0 truncate text-xs text-muted">
            {version.createdBy.label}, <RelativeTime at={version.createdAt} focusable={false} />
          </span>
        </span>
        <span className="line-clamp-2 text-xs text-ink-2 [overflow-wrap:anywhere]">{said}</span>
      </button>
      {act !== undefined && <span className="relative flex-none">{act}</span>}
    </li>
  );
}
