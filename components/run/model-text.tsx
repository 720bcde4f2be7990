// What a model wrote, to be read: as Markdown without pictures and foreign links, or as it was written, with every hidden character in sight.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { normaliseText, type Removed, revealHidden } from '@/lib/domain/normalise-untrusted';
import { HIDDEN_KINDS } from '@/lib/domain/screening';
import { formatCount, plural } from '@/lib/format/count';
import { settingsOptions } from '@/lib/query/installation';
import { CopyButton } from '../ui/copy-button';
import { MARKDOWN_MOST } from '../ui/safe-markdown/calm-text';
import { PlainText, SafeMarkdown } from '../ui/safe-markdown/safe-markdown';

const NO_HOSTS: readonly string[] = [];

export function ModelText({ text, label }: { text: string; label: string }) {
  const [raw, setRaw] = useState(false);
  const { data } = useQuery(settingsOptions());
  const removed: Removed = {};
  const seen = normaliseText(text, removed);
  const hidden = HIDDEN_KINDS.reduce((sum, kind) => sum + (removed[kind] ?? 0), 0);
  const beyond = seen.length - MARKDOWN_MOST;
  return (
    <section aria-label={label}>
      {raw ? (
        <PlainText text={revealHidden(text)} />
      ) : (
        <SafeMarkdown text={seen.slice(0, MARKDOWN_MOST)} linkHosts={data?.linkHosts ?? NO_HOSTS} />
      )}
      <p className="mt-1 flex flex-wrap items-center gap-x-2 text-xs text-muted">
        {!raw && beyond > 0 && <span>{`… ${formatCount(beyond)} characters more.`}</span>}
        {!raw && hidden > 0 && (
          <span data-state-of="waiting" className="text-state">
            {`${plural(hidden, 'hidden character')} left out.`}
          </span>
        )}
        <button type="button" aria-pressed={raw} className="link max-md:min-h-9" onClick={() => setRaw(!raw)}>
          {raw ? 'Formatted' : 'As written'}
        </button>
        <CopyButton text={text} what={label} />
      </p>
    </section>
  );
}
