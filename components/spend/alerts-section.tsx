// What somebody should know of spend, while it is so: nothing is drawn where there is nothing.
'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import type { AlertShape } from '@/lib/contract/alert';
import { plural } from '@/lib/format/count';
import { standingAlertsOptions } from '@/lib/query/alerts';
import { useMay } from '../account/use-me';
import { LoadError } from '../shell/load-error';
import { useTrouble } from '../shell/use-trouble';
import { Button } from '../ui/button';
import { cx } from '../ui/class-names';
import { Glyph } from '../ui/glyph';
import { intoSight } from '../ui/into-sight';
import { RelativeTime } from '../ui/relative-time';
import { Seam } from '../ui/seam';
import { AcknowledgeDialog } from './acknowledge-dialog';
import { alertAction, alertHref, alertState, byPressure } from './alert-words';

/** @param chosen the id of the alert that somebody came to look at. */
export function AlertsSection({ chosen }: { chosen: string | null }) {
  const query = useQuery(standingAlertsOptions());
  const trouble = useTrouble(query);
  const mayAct = useMay('runs:write');
  const [asked, setAsked] = useState<AlertShape | null>(null);
  const alerts = [...(query.data?.items ?? [])].sort(byPressure);
  if (query.data === undefined)
    return trouble === undefined ? null : <LoadError what="Alerts" error={trouble} query={query} />;
  if (alerts.length === 0) return null;
  const open = alerts.filter(({ status }) => status === 'open').length;
  return (
    <Seam
      title="Alerts"
      note={
        open === 0
          ? 'all seen'
          : open === alerts.length
            ? undefined
            : `${open} of ${plural(alerts.length, 'alert')} unseen`
      }
      className="border-t"
    >
      <ul>
        {alerts.map((alert) => (
          <AlertRow
            key={alert.id}
            alert={alert}
            chosen={alert.id === chosen}
            onAcknowledge={mayAct && alert.status === 'open' ? () => setAsked(alert) : undefined}
          />
        ))}
      </ul>
      {asked !== null && <AcknowledgeDialog alert={asked} onClose={() => setAsked(null)} />}
    </Seam>
  );
}

type AlertRowProps = {
  readonly alert: AlertShape;
  readonly chosen: boolean;
  readonly onAcknowledge: (() => void) | undefined;
};

function AlertRow({ alert, chosen, onAcknowledge }: AlertRowProps) {
  const { fact, message, raisedAt, acknowledgedBy, reason, times } = alert;
  return (
    <li
      data-state-of={alertState(alert)}
      {...(chosen && { ref: intoSight, 'aria-current': true })}
      className={cx(
        'flex min-h-11 items-center gap-x-3 border-t border-line-soft px-4 py-1.5 max-md:flex-wrap max-md:items-start max-md:px-3 max-md:py-2.5',
        chosen && 'bg-hover',
      )}
    >
      <Glyph name="warning" className="flex-none text-state max-md:mt-0.5" />
      <div className="min-w-0 flex-1 max-md:basis-[calc(100%-40px)]">
        <span className={cx('block', alert.status !== 'open' && 'text-ink-2')}>{message}</span>
        <span className="block text-2xs text-muted">
          <RelativeTime at={raisedAt} />
          {times > 1 && `, came ${times} times`}
          {acknowledgedBy !== null &&
            `, seen by ${acknowledgedBy.label}${reason === null ? '' : `: ${reason}`}`}
        </span>
      </div>
      <span className="flex flex-none items-center gap-2.5 max-md:pl-7">
        <Link href={alertHref(fact)} className="text-xs text-muted hover:text-ink max-md:py-2.5">
          {alertAction(fact)}
        </Link>
        {onAcknowledge !== undefined && (
          <Button size="sm" onClick={onAcknowledge} aria-label={`Acknowledge: ${message}`}>
            Acknowledge
          </Button>
        )}
      </span>
    </li>
  );
}
