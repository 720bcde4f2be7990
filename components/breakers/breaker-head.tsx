// The head of one breaker: its name whole, how it stands, where its calls go, and what a person may do with it.
import type { ReactNode } from 'react';
import type { BreakerShape } from '@/lib/contract/breaker';
import { CopyButton } from '../ui/copy-button';
import { RelativeTime } from '../ui/relative-time';
import { BreakerActs } from './breaker-acts';
import { STATE_NAMES } from './breaker-words';
import { StateWord } from './breakers-table';

export function BreakerHead({ breaker, back }: { breaker: BreakerShape; back: ReactNode }) {
  const { key, name, kind, endpoint, state, openedAt } = breaker;
  return (
    <header className="flex min-h-[60px] flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-4 py-2 max-md:px-3">
      {back}
      <div className="min-w-0 flex-1 basis-44">
        <h2 className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <span className="mono font-semi [overflow-wrap:anywhere]">{name}</span>
          <StateWord state={STATE_NAMES[state]} />
        </h2>
        <p className="text-xs text-muted [overflow-wrap:anywhere]">
          {kind === 'model' ? `model at ${endpoint}` : endpoint}
          {openedAt !== null && (
            <>
              {', '}
              <RelativeTime at={openedAt} prefix="since" />
            </>
          )}
        </p>
      </div>
      <span className="flex items-center gap-2 max-md:ml-auto">
        <BreakerActs breaker={breaker} />
        <CopyButton text={key} what="key" />
      </span>
    </header>
  );
}
