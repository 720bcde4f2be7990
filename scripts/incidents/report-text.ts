// Knows how reports of incidents read in a terminal: one table, and on request what each side did, call by call.
import type { IncidentCall, IncidentReport, IncidentSide } from '../../lib/contract/incident';

const HEADS = ['incident', '', 'wanted', 'done', 'duplicated', 'lost', 'seconds'] as const;

function rowsOf({ incident, unprotected, bulkhead }: IncidentReport): string[][] {
  const row = (name: string, who: string, side: IncidentSide) => [
    name,
    who,
    ...[side.wanted, side.done, side.duplicated, side.lost].map(String),
    (side.durationMs / 1_000).toFixed(1),
  ];
  return [
    ...(unprotected === null ? [] : [row(incident, 'unprotected', unprotected)]),
    ...(bulkhead === null ? [] : [row('', 'Bulkhead', bulkhead)]),
  ];
}

/** Effects as the receivers counted them; texts at the left, numbers at the right. */
export function reportTable(reports: readonly IncidentReport[]): string {
  const rows = [[...HEADS], ...reports.flatMap(rowsOf)];
  const widths = HEADS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}

export function traceText({ incident, unprotected, bulkhead }: IncidentReport): string {
  const part = (who: string, side: IncidentSide | null) =>
    side === null ? [] : [`\n${incident}, ${who}`, ...side.calls.map(callLine)];
  return [...part('unprotected', unprotected), ...part('Bulkhead', bulkhead)].join('\n');
}

function callLine(call: IncidentCall): string {
  const { atMs, lane, name, subject, attempt, ok, outcome, durationMs } = call;
  const what = [name, subject, attempt === null ? null : `attempt ${attempt}`].filter(
    (part) => part !== null,
  );
  return `${String(atMs).padStart(7)} ms  agent ${lane}  ${ok ? ' ' : '!'} ${what.join(' ')}: ${outcome} (${durationMs} ms)`;
}

/** What has to be true at the end, for the exit code: Bulkhead's column clean, the other one not. */
export function verdictOf(reports: readonly IncidentReport[]): {
  readonly ok: boolean;
  readonly text: string;
} {
  const harm = (side: IncidentSide | null) => (side === null ? 0 : side.duplicated + side.lost);
  const without = reports.reduce((sum, { unprotected }) => sum + harm(unprotected), 0);
  const within = reports.reduce((sum, { bulkhead }) => sum + harm(bulkhead), 0);
  const whole = reports.every(({ status }) => status === 'finished');
  const text = `Duplicated or lost: ${without} unprotected, ${within} through Bulkhead. Same agents, tools, retries, faults and seed.`;
  return { ok: whole && within === 0 && without > 0, text };
}
