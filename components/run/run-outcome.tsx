// How the run ended or why it stands still, said plainly below its head, with what it achieved. Nothing where nothing is to say.
'use client';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { RunDetail } from '@/lib/contract/run-cancel';
import { LetterNote } from '../dead-letters/letter-note';
import { AbsoluteTime } from '../ui/absolute-time';
import { cx } from '../ui/class-names';
import { Icon } from '../ui/icon';
import { StateGlyph } from '../ui/state-glyph';
import type { GlyphState } from '../ui/state-name';
import { BudgetNote } from './budget-note';
import { cancelSentence } from './cancel-words';
import { EventNote } from './event-note';
import { OutputView } from './output-view';
import { boundExpiryOf } from './run-words';
import { StopNote, useStopOf } from './stop-note';
import { valueSummary } from './value-summary';

export function RunOutcome({ run }: { run: RunDetail }) {
  const result = run.output ?? run.partial;
  const name = run.output !== null ? 'result' : 'partial result';
  const stop = useStopOf(run);
  if (run.cancel !== null && run.finishedAt === null) {
    const text = cancelSentence(run.cancel);
    return <Strip state="waiting" title="Cancel asked" text={text} value={result} name={name} />;
  }
  if (stop !== undefined) {
    return (
      <Strip
        state="waiting"
        title={stop === 'halt' ? 'Halted' : 'Its agent is paused'}
        text={<StopNote run={run} by={stop} />}
        value={result}
        name={name}
      />
    );
  }
  switch (run.status) {
    case 'succeeded':
      return (
        <Strip
          state="succeeded"
          title="Result"
          text={valueSummary(run.output)}
          value={run.output}
          name={name}
        />
      );
    case 'failed':
    case 'cancelled':
      return (
        <Strip
          state={run.status}
          title={run.status === 'failed' ? 'Failed' : 'Cancelled'}
          text={run.error?.message ?? ''}
          code={run.error?.code}
          aside={run.status === 'failed' ? <LetterNote run={run} /> : undefined}
          value={result}
          name={name}
        />
      );
    case 'waiting':
      if (run.waiting?.reason === 'event') {
        const text = <EventNote waiting={run.waiting} />;
        return <Strip state="waiting" title="Waits for an event" text={text} value={result} name={name} />;
      }
      if (run.waiting?.reason === 'budget') {
        const text = <BudgetNote waiting={run.waiting} />;
        return <Strip state="waiting" title="Stopped by a budget" text={text} value={result} name={name} />;
      }
      if (run.waiting?.reason !== 'limit' && run.waiting?.reason !== 'paused') return null;
      return (
        <Strip
          state="waiting"
          title={run.waiting.reason === 'limit' ? 'Stopped at a bound' : 'Paused'}
          text={
            run.waiting.reason === 'limit' ? (
              <>
                Nothing is lost: raise the bound and it goes on from here, or cancel it. <FailsAt run={run} />
              </>
            ) : (
              <>
                It goes on from here when someone resumes it. <FailsAt run={run} />
              </>
            )
          }
          value={result}
          name={name}
        />
      );
    case 'queued':
    case 'running':
      return null;
  }
}

/** Nothing for a run that stands at no bound. */
function FailsAt({ run }: { run: RunDetail }) {
  const until = boundExpiryOf(run.waiting);
  if (until === undefined) return null;
  return (
    <>
      It fails with what it has on <AbsoluteTime at={until} look="date-time" /> unless the bound is raised.
    </>
  );
}

type StripProps = {
  state: GlyphState;
  title: string;
  text: ReactNode;
  code?: string | undefined;
  aside?: ReactNode;
  value: unknown;
  name: string;
};

function Strip({ state, title, text, code, aside, value, name }: StripProps) {
  const [open, setOpen] = useState(false);
  const has = value !== null && value !== undefined;
  return (
    <section
      aria-label={title}
      data-state-of={state}
      className={cx(
        'flex-none border-b border-line px-4 py-2 max-md:px-3',
        state === 'failed' || state === 'waiting' ? 'bg-tint' : 'bg-surface',
      )}
    >
      <div className="flex min-h-5 items-center gap-2 max-md:flex-wrap max-md:gap-y-0">
        <StateGlyph state={state} />
        <b>{title}</b>
        <span className="min-w-0 flex-1 text-ink-2 [overflow-wrap:anywhere] max-md:basis-full">{text}</span>
        {code !== undefined && <code className="text-faint">{code}</code>}
        {aside}
        {has && (
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="link inline-flex flex-none items-center gap-1 text-xs max-md:min-h-9"
          >
            <Icon of={ChevronRight} size={12} className={cx(open && 'rotate-90')} />
            {`${open ? 'Hide' : 'Show'} the ${name}`}
          </button>
        )}
      </div>
      {open && has && (
        <div className="mt-2 max-h-72 overflow-auto">
          <OutputView value={value} label={name} />
        </div>
      )}
    </section>
  );
}
