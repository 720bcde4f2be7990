// Carries out one of the demo's incidents on both sides, in the background; refuses outside of the demo, and a second one at the same time.
import 'server-only';
import type { IncidentName, IncidentReport } from '../../contract/incident';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { planIncident } from '../../simulator/incidents/incident-plan';
import { beginReport, endReport, type ReportEnd, readReport } from '../../store/incident-reports';
import { readVersioned } from '../../store/read/read-versions';
import { requireScope } from '../authorize';
import { bulkheadSide } from '../demo/incidents/bulkhead-side';
import { seedOf } from '../demo/incidents/simulator-control';
import { unprotectedSide } from '../demo/incidents/unprotected-side';
import { requireReport } from '../queries/read-incidents';
import type { CommandContext } from './command-context';
import { derivedId } from './derived-id';

export type BegunIncident = {
  readonly report: IncidentReport;
  /** Resolves when the report has ended, well or not; never rejects. */
  readonly ended: Promise<void>;
};

/** @throws RequestError conflict where the demo is off, its simulator is away, or another incident is under way. */
export async function runIncident(
  context: CommandContext,
  { name }: { readonly name: IncidentName },
): Promise<BegunIncident> {
  const { app, principal, intent } = context;
  requireScope(principal, 'runs:write');
  const { demo, simulatorUrl } = app.env;
  if (demo !== 'on' || simulatorUrl === undefined)
    throw new RequestError('conflict', 'Incidents are part of the demo, and the demo is off here.');
  const seed = await seedOf(simulatorUrl).catch((cause: unknown) => {
    app.logger.warn('the simulator is away', { cause });
    throw new RequestError(
      'conflict',
      'The simulator does not answer. It is started again by itself; try again.',
    );
  });
  const id = intent === null ? app.ids.timeOrdered() : derivedId(intent, principal, app.hash, 'incident');
  // Begun under this very key before a crash kept its answer from being kept; what was under way then is taken for failed.
  const begun = await readReport(app.db, id, app.clock.now());
  if (begun !== null) return { report: begun, ended: Promise.resolve() };
  if (!(await beginReport(app.db, { id, incident: name, seed, createdBy: actorOf(principal) })))
    throw new RequestError('conflict', 'An incident is under way already. It takes a few seconds.');
  const report = await requireReport(app, id);
  const ended = carryOut(context, name, { id, seed, simulatorUrl }).then((end) => settle(context, id, end));
  return { report, ended };
}

type Execution = { readonly id: string; readonly seed: string; readonly simulatorUrl: string };

async function carryOut(
  context: CommandContext,
  name: IncidentName,
  { id, seed, simulatorUrl }: Execution,
): Promise<ReportEnd> {
  const { app } = context;
  try {
    const plan = planIncident(name, app.hash(id).slice(0, 6));
    const agent = await readVersioned(app.db, 'agent', plan.agent);
    if (agent === null) throw new Error(`there is no agent ${plan.agent}`);
    // One after the other: they are compared, so neither may slow the other down.
    const unprotected = await unprotectedSide(app, plan, agent.shape.definition, seed);
    const bulkhead = await bulkheadSide(context, plan, simulatorUrl, { incident: name });
    return { status: 'finished', unprotected, bulkhead };
  } catch (error) {
    app.logger.warn('an incident could not be carried out', { name, id, error });
    return { status: 'failed', error: 'It could not be carried out; the server’s log says why.' };
  }
}

/** A report that can't be written is taken for failed when its time is over. */
async function settle({ app }: CommandContext, id: string, end: ReportEnd): Promise<void> {
  await endReport(app.db, id, end).catch((error: unknown) =>
    app.logger.warn('a report could not be ended', { id, error }),
  );
}
