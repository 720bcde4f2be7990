// The guide on every page but the empty overview, which has it in full: one line with the step that is next. Keeps its height while nothing is
// known yet, and is put away by one press.
'use client';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { overviewOptions } from '@/lib/query/console';
import { routes } from '@/lib/routes';
import { nothingHasRun } from '../overview/urgent-rows';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { GuideAct } from './guide-act';
import { type GuideSwitch, useGuideSwitch } from './guide-provider';
import { guideSentence } from './guide-sentences';
import { useGuide } from './use-guide';

export function GuideBar() {
  const guide = useGuideSwitch();
  const pathname = usePathname();
  const { data: overview } = useQuery(overviewOptions('24h'));
  if (guide === undefined || !guide.shown) return null;
  if (pathname === routes.overview() && overview !== undefined && nothingHasRun(overview)) return null;
  return <Bar own={guide} />;
}

function Bar({ own }: { own: GuideSwitch }) {
  const guide = useGuide(own.personId);
  // The demo's agent may have been archived or allowed more: then there is nothing to show.
  if (guide.known && guide.agent === undefined) return null;
  const { steps, current } = guide;
  const done = steps.filter((step) => step.done).length;
  const title = steps.find((step) => step.key === current)?.title ?? 'One refund, from start to replay';
  return (
    <section
      aria-label="Guide"
      className="flex min-h-11 flex-none items-center gap-3 border-b border-line bg-surface px-4 max-md:px-3"
    >
      <span className="flex flex-none items-center gap-1" aria-hidden="true">
        {steps.map((step) => (
          <i
            key={step.key}
            className={`h-1.5 w-4 rounded-xs ${step.done ? 'bg-accent' : 'bg-line-strong'} max-md:w-2`}
          />
        ))}
      </span>
      {guide.known && (
        <p role="status" className="min-w-0 flex-1 truncate max-md:whitespace-normal">
          <span className="sr-only">{`Guide, ${done} of ${steps.length} done: `}</span>
          <b className="font-semi">{title}</b>
          <span className="ml-2 text-xs text-muted max-lg:hidden">{guideSentence(guide)}</span>
        </p>
      )}
      {!guide.known && <span className="flex-1" />}
      {guide.known && <GuideAct guide={guide} approverEmail={own.approverEmail} onDone={own.putAway} />}
      <IconButton label="Put the guide away" className="-mr-1.5" onClick={own.putAway}>
        <Icon of={X} />
      </IconButton>
    </section>
  );
}
