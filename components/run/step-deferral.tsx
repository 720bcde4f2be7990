// Why the next attempt is put off, who holds what it waits for, and until when it is asked again at the latest; nothing where nothing stands against it.
'use client';
import Link from 'next/link';
import type { StepShape } from '@/lib/contract/run-detail';
import { routes } from '@/lib/routes';
import { Countdown } from '../ui/countdown';
import { deferralHref, deferralWord } from './deferral-words';
import { shortId } from './short-id';
import { isHeld } from './step-words';

export function StepDeferral({ step }: { step: StepShape }) {
  const { deferred } = step;
  if (deferred === null || !isHeld(step)) return null;
  const { by, holder, until } = deferred;
  const href = deferralHref(deferred);
  return (
    <p
      data-state-of="waiting"
      className="mx-4 mb-2 rounded-md bg-tint px-2.5 py-1.5 text-xs text-ink-2 [overflow-wrap:anywhere] max-md:mx-3.5"
    >
      Waits for{' '}
      {href === undefined ? (
        by === 'resource' ? (
          <code>{deferralWord(deferred)}</code>
        ) : (
          deferralWord(deferred)
        )
      ) : (
        <Link className="link underline" href={href}>
          {deferralWord(deferred)}
        </Link>
      )}
      {holder !== undefined && (
        <>
          {by === 'resource' ? ', held by ' : ', in flight in '}
          <Link className="link underline" href={routes.run(holder.runId)}>
            step {holder.step} of run {shortId(holder.runId)}
          </Link>
        </>
      )}
      . No attempt is used up.{' '}
      <Countdown until={until} prefix="Asked again in" atZero="Asked again now" quiet size="sm" />
    </p>
  );
}
