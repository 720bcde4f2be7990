// The rules of one version in words, set by set; each opens to its text. The one that is pointed at is marked and in sight.
'use client';
import { useEffect, useRef } from 'react';
import { POLICY_SETS, type PolicyRule } from '@/lib/domain/policy-set';
import { plural } from '@/lib/format/count';
import { cx } from '../ui/class-names';
import { CodeBlock } from '../ui/code-block';
import { Pill } from '../ui/pill';
import { Seam } from '../ui/seam';
import { Tag } from '../ui/tag';
import { EFFECT_WORDS, SET_WORDS } from './policy-words';

export function RuleList({ rules, shown }: { rules: readonly PolicyRule[]; shown: string | null }) {
  return POLICY_SETS.map((set) => {
    const own = rules.filter((rule) => rule.set === set);
    const { title, says } = SET_WORDS[set];
    return (
      <Seam key={set} title={title} note={plural(own.length, 'rule')}>
        <p className="px-4 pb-2 text-xs text-muted max-md:px-3">{says}</p>
        {own.length === 0 ? (
          <p className="px-4 pb-3 text-xs text-faint max-md:px-3">There is none.</p>
        ) : (
          <ul className="border-t border-line-soft">
            {own.map((rule) => (
              <RuleRow key={rule.id} rule={rule} isShown={rule.id === shown} />
            ))}
          </ul>
        )}
      </Seam>
    );
  });
}

function RuleRow({
  rule: { id, effect, message, role, veto, text, line },
  isShown,
}: {
  rule: PolicyRule;
  isShown: boolean;
}) {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isShown) row.current?.scrollIntoView({ block: 'center' });
  }, [isShown]);
  const { word, state } = EFFECT_WORDS[effect];
  return (
    <li
      ref={row}
      aria-current={isShown || undefined}
      className={cx(
        'border-b border-line-soft last:border-b-0',
        isShown && 'bg-select shadow-[inset_2px_0_0_var(--accent)]',
      )}
    >
      <details open={isShown} className="group">
        <summary className="flex min-h-9 cursor-pointer items-center gap-2.5 px-4 py-1.5 hover:bg-hover max-md:min-h-11 max-md:flex-wrap max-md:gap-y-1 max-md:px-3">
          <Pill state={state} className="w-16 justify-center">
            {word}
          </Pill>
          <span className="min-w-0 flex-1 [overflow-wrap:anywhere] max-md:basis-full max-md:order-last">
            {message}
          </span>
          {role !== null && <Tag>{role}</Tag>}
          {veto && <Tag>veto window allowed</Tag>}
          <code className="flex-none text-2xs text-faint">{id}</code>
        </summary>
        <div className="px-4 pb-3 max-md:px-3">
          <CodeBlock text={text} what={`the rule ${id}`} look="sunken" />
          <p className="mt-1 text-2xs text-faint">line {line}</p>
        </div>
      </details>
    </li>
  );
}
