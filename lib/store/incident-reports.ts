// Knows the reports of the demo's incidents; refuses a second one that is under way at the same time.
import {
  type IncidentName,
  type IncidentReport,
  type IncidentSide,
  incidentReport,
} from '../contract/incident';
import type { Actor } from '../domain/principal';
import type { Database } from './database';
import type { IncidentReport as Row } from './generated/client';
import { storeError } from './store-errors';

/** An execution takes seconds; what is still under way then was left by a server that died. */
const STALE_MS = 180_000;

export type NewReport = {
  readonly id: string;
  readonly incident: IncidentName;
  readonly seed: string;
  readonly createdBy: Actor;
};

const BEGIN = `INSERT INTO incident_report (id, incident, seed, status, created_by, created_at)
  SELECT $1::uuid, $2, $3, 'running', $4::json, now()
  WHERE NOT EXISTS (SELECT FROM incident_report WHERE status = 'running' AND created_at > now() - make_interval(secs => $5::float8 / 1000))`;

/** @returns false when another one is under way. */
export async function beginReport(
  db: Database,
  { id, incident, seed, createdBy }: NewReport,
): Promise<boolean> {
  const values = [id, incident, seed, JSON.stringify(createdBy), STALE_MS];
  return told('begin a report', async () => {
    const client = await db.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query(`SELECT pg_advisory_xact_lock(hashtext('bulkhead:incidents'))`);
      const { rowCount } = await client.query(BEGIN, values);
      await client.query('COMMIT');
      return rowCount === 1;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined); // the connection is gone, and the transaction with it
      throw error;
    } finally {
      client.release();
    }
  });
}

const END = `UPDATE incident_report SET status = $2, unprotected = $3::json, bulkhead = $4::json, error = $5, finished_at = now()
  WHERE id = $1::uuid AND status = 'running'`;

export type ReportEnd =
  | { readonly status: 'finished'; readonly unprotected: IncidentSide; readonly bulkhead: IncidentSide }
  | { readonly status: 'failed'; readonly error: string };

/** A report that has ended stays as it is. */
export async function endReport(db: Database, id: string, end: ReportEnd): Promise<void> {
  const sides =
    end.status === 'finished'
      ? [JSON.stringify(end.unprotected), JSON.stringify(end.bulkhead), null]
      : [null, null, end.error];
  await told('end a report', () => db.pool.query(END, [id, end.status, ...sides]));
}

export async function readReport(db: Database, id: string, nowMs: number): Promise<IncidentReport | null> {
  const row = await told('read a report', () => db.prisma.incidentReport.findUnique({ where: { id } }));
  return row === null ? null : reportOf(row, nowMs);
}

export async function latestReport(
  db: Database,
  incident: IncidentName,
  nowMs: number,
): Promise<IncidentReport | null> {
  const row = await told('read a report', () =>
    db.prisma.incidentReport.findFirst({ where: { incident }, orderBy: { createdAt: 'desc' } }),
  );
  return row === null ? null : reportOf(row, nowMs);
}

function reportOf({ createdAt, finishedAt, ...row }: Row, nowMs: number): IncidentReport {
  const left = row.status === 'running' && nowMs - createdAt.getTime() > STALE_MS;
  return incidentReport.parse({
    ...row,
    status: left ? 'failed' : row.status,
    error: left ? 'The server stopped while it was under way.' : row.error,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  });
}

async function told<T>(action: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw storeError(error, action);
  }
}
