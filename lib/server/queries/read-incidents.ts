// The demo's incidents and their reports.
import 'server-only';
import { type IncidentList, type IncidentReport, incidentName } from '../../contract/incident';
import { RequestError } from '../../domain/errors';
import { latestReport, readReport } from '../../store/incident-reports';
import type { App } from '../app';

export async function readIncidents({ db, clock }: App): Promise<IncidentList> {
  const items = await Promise.all(
    incidentName.options.map(async (name) => ({ name, latest: await latestReport(db, name, clock.now()) })),
  );
  return { items };
}

/** @throws RequestError not_found */
export async function requireReport({ db, clock }: App, id: string): Promise<IncidentReport> {
  const report = await readReport(db, id, clock.now());
  if (report === null) throw new RequestError('not_found', `There is no report ${id}.`);
  return report;
}
