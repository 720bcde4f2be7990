// One report: figures, then the two traces next to each other for each order, channel or mail.
import Link from 'next/link';
import type { IncidentReport as Report } from '@/lib/contract/incident';
import { routes } from '@/lib/routes';
import { shortId } from '../run/short-id';
import { RelativeTime } from '../ui/relative-time';
import { Seam } from '../ui/seam';
import { IncidentFigures } from './incident-figures';
import { INCIDENT_WORDS } from './incident-words';
import { subjectRows } from './subject-traces';
import { TraceCell } from './trace-cell';

const COLUMNS = 'grid grid-cols-2 max-md:grid-cols-1';
/** Where the columns stand below each other. */
const WHO = 'hidden px-3 pt-2 text-xs text-faint max-md:block';

export function IncidentReport({ report }: { report: Report }) {
  const { incident, unprotected, bulkhead } = report;
  if (unprotected === null || bulkhead === null) return null;
  const words = INCIDENT_WORDS[incident];
  const spanMs = Math.max(1, unprotected.durationMs, bulkhead.durationMs);
  return (
    <>
      <Seam
        title="What came of it"
        note={
          <>
            seed {report.seed}, by {report.createdBy.label}, <RelativeTime at={report.createdAt} />
          </>
        }
      >
        <IncidentFigures report={report} />
      </Seam>
      <Seam
        title="Side by side"
        note={
          <span className="max-md:hidden">
            the same agents, tools, retries, faults and seed; one time axis
          </span>
        }
      >
        <div className={`${COLUMNS} border-t border-line-soft text-xs text-muted`}>
          <p className="px-4 py-2.5 max-md:px-3">
            <b className="block text-sm font-semi text-ink">Unprotected</b>
            {words.unprotected}
          </p>
          <p className="border-l border-line px-4 py-2.5 max-md:border-t max-md:border-l-0 max-md:px-3">
            <b className="block text-sm font-semi text-ink">Bulkhead</b>
            {words.bulkhead}{' '}
            {bulkhead.agents.map(({ lane, runId }) =>
              runId === null ? null : (
                <Link key={lane} href={routes.run(runId)} className="mr-2 text-accent hover:underline">
                  Run of agent {lane} <span className="mono">{shortId(runId)}</span>
                </Link>
              ),
            )}
          </p>
        </div>
        {subjectRows(report).map((row) => (
          <section key={row.subject} aria-label={row.subject} className="border-t border-line">
            <h3 className="mono bg-surface px-4 py-1.5 text-xs max-md:px-3">{row.subject}</h3>
            <div className={COLUMNS}>
              <div>
                <p className={WHO}>Unprotected</p>
                <TraceCell name={incident} trace={row.unprotected} spanMs={spanMs} />
              </div>
              <div className="border-l border-line max-md:border-t max-md:border-l-0 max-md:border-line-soft">
                <p className={WHO}>Bulkhead</p>
                <TraceCell name={incident} trace={row.bulkhead} spanMs={spanMs} />
              </div>
            </div>
          </section>
        ))}
      </Seam>
    </>
  );
}
