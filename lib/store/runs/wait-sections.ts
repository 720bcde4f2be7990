// Knows how a commit opens waits for events and closes those that its run no longer needs.
import type { NewWait } from '../../ports/run-store';
import type { Section } from './sections';

export type OpenedWait = NewWait & { readonly runId: string };
export type ClosedWait = { readonly runId: string; readonly id: string };

export const OPENED_WAITS: Section<OpenedWait> = {
  name: 'opened_wait',
  columns: [
    { name: 'run_id', type: 'uuid', of: (w) => w.runId },
    { name: 'id', type: 'uuid', of: (w) => w.id },
    { name: 'step', type: 'int', of: (w) => w.step },
    { name: 'correlation_key', type: 'text', of: (w) => w.correlationKey },
    { name: 'until_at', type: 'timestamptz', of: (w) => w.until },
  ],
};

export function openWaitStatement(from: string): string {
  return `INSERT INTO event_wait (id, run_id, step, correlation_key, status, opened_at, until_at)
    SELECT opened_wait.id, opened_wait.run_id, step, correlation_key, 'open', now(), until_at FROM ${from}
    ON CONFLICT (id) DO NOTHING`; // a commit that is handed in again is told by its journal rows
}

export const CLOSED_WAITS: Section<ClosedWait> = {
  name: 'closed_wait',
  columns: [
    { name: 'run_id', type: 'uuid', of: (w) => w.runId },
    { name: 'id', type: 'uuid', of: (w) => w.id },
  ],
};

/** One that was given an event which its run never took in keeps the event's id: it is to be offered again. */
export function closeWaitStatement(from: string): string {
  return `UPDATE event_wait w SET status = 'cancelled', ended_at = now() FROM ${from}
    WHERE w.id = closed_wait.id AND w.run_id = closed_wait.run_id AND w.status IN ('open', 'settled')`;
}
