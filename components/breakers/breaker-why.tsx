// Why calls to it wait: what opened it, against its limits, or who isolated it and whether every process obeys.
import type { BreakerDetail, BreakerShape } from '@/lib/contract/breaker';
import { KeyValue } from '../ui/key-value';
import { Legend, LegendSwatch } from '../ui/legend';
import { PaneSection } from '../ui/pane-section';
import { RelativeTime } from '../ui/relative-time';
import { type OpenedFor, openedFor } from './breaker-history-words';
import { isolationSentence } from './breaker-words';

export function BreakerWhy({
  breaker,
  detail,
}: {
  breaker: BreakerShape;
  detail: BreakerDetail | undefined;
}) {
  const { isolated, state } = breaker;
  if (state === 'isolated' && isolated !== null)
    return (
      <PaneSection title="Why it is isolated" note={`by ${isolated.by.label}`}>
        <p className="text-xs break-words">{`“${isolated.reason}”`}</p>
        {detail?.isolation != null && (
          <p className="mt-1 text-xs text-muted">{isolationSentence(detail.isolation)}</p>
        )}
      </PaneSection>
    );
  const opened = detail === undefined ? undefined : openedFor(breaker, detail.changes);
  return opened === undefined ? null : <Opened opened={opened} />;
}

function Opened({ opened: { change, rows } }: { opened: OpenedFor }) {
  const { calls, failures, slow, at, epoch, reason } = change;
  const parts = [
    { name: 'failed', count: failures, look: 'bg-state' },
    { name: 'answered', count: calls - failures, look: 'bg-bar' },
  ].filter(({ count }) => count > 0);
  return (
    <PaneSection
      title="Why it opened"
      note={
        <>
          <RelativeTime at={at} />
          {`, epoch ${epoch}`}
        </>
      }
    >
      {reason !== null && <p className="mb-1.5 text-xs break-words">{reason}</p>}
      {calls > 0 && (
        <>
          <div
            role="img"
            aria-label={`${failures} of ${calls} calls of the window failed, ${slow} were slow.`}
            className="mb-1.5 flex h-2.5 gap-0.5"
          >
            {parts.map(({ name, count, look }) => (
              <span
                key={name}
                data-state-of="failed"
                className={`rounded-xs ${look}`}
                style={{ flexGrow: count }}
              />
            ))}
          </div>
          <Legend
            className="mb-1.5"
            items={parts.map(({ name, count }) => ({
              label: `${count} ${name}`,
              sign:
                name === 'failed' ? (
                  <span data-state-of="failed" className="inline-flex">
                    <LegendSwatch look="state" />
                  </span>
                ) : (
                  <LegendSwatch look="bar" />
                ),
            }))}
          />
        </>
      )}
      {rows.length > 0 && <KeyValue items={[...rows]} />}
    </PaneSection>
  );
}
