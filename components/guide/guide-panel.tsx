// The guide in full: its four steps, the present one with its button. Stands on the overview while nothing has run.
'use client';
import { X } from 'lucide-react';
import { cx } from '../ui/class-names';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { SkeletonRows } from '../ui/skeleton';
import { StateGlyph } from '../ui/state-glyph';
import { GuideAct } from './guide-act';
import type { GuideSwitch } from './guide-provider';
import { guideSentence } from './guide-sentences';
import { useGuide } from './use-guide';

export function GuidePanel({ own }: { own: GuideSwitch }) {
  const guide = useGuide(own.personId);
  if (!guide.known) return <SkeletonRows rows={4} label="Loading: the guide" />;
  if (guide.agent === undefined) return null;
  return (
    <section aria-label="Guide" className="mx-10 mb-6 max-md:mx-3">
      <div className="mb-1.5 flex items-center justify-between">
        <h2 className="text-xs text-muted">Two minutes, nothing leaves this machine</h2>
        <IconButton label="Put the guide away" onClick={own.putAway}>
          <Icon of={X} />
        </IconButton>
      </div>
      <ol className="rounded-lg border border-line">
        {guide.steps.map((step) => {
          const current = step.key === guide.current;
          return (
            <li
              key={step.key}
              aria-current={current ? 'step' : undefined}
              className={cx(
                'flex min-h-[60px] items-center gap-[13px] border-line px-3.5 py-2 not-first:border-t max-md:flex-wrap',
                current && 'bg-select',
              )}
            >
              <span data-state-of={step.done ? 'succeeded' : 'queued'} className="grid text-state">
                <StateGlyph state={step.done ? 'succeeded' : 'queued'} label={step.done ? 'done' : 'to do'} />
              </span>
              <div className="min-w-0 flex-1">
                <b className={cx('block', step.done && 'font-normal text-muted')}>{step.title}</b>
                {current && <span className="text-xs text-muted">{guideSentence(guide)}</span>}
              </div>
              {current && <GuideAct guide={guide} approverEmail={own.approverEmail} onDone={own.putAway} />}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
