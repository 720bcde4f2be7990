// What a callback is told: the event with the run, approval or alert as the API shows them, without contents and without secrets.
import 'server-only';
import { type CallbackEvent, callbackEvent } from '../../contract/callback';
import { jsonValue } from '../../domain/json';
import type { Env } from '../../env';
import type { Redactor } from '../../ports/secrets';
import { routes } from '../../routes';
import type { Database } from '../../store/database';
import type { CallbackDelivery } from '../../store/deliveries/claim-deliveries';
import { readAlert } from '../../store/read/list-alerts';
import { readApproval } from '../../store/read/read-approval';
import { readRun } from '../../store/read/read-run';
import { readSeal } from '../../store/seals/read-seal';
import { saidAlert } from '../queries/said-alert';

export type EventParts = {
  readonly db: Database;
  readonly env: Pick<Env, 'url' | 'port'>;
  readonly redactor: Redactor;
};
type Told = Pick<
  CallbackDelivery,
  'name' | 'eventId' | 'event' | 'runId' | 'approvalId' | 'alertId' | 'seal' | 'createdAt'
>;

/** Null where what it tells of is not there any more. */
export async function callbackBody(parts: EventParts, told: Told): Promise<Uint8Array | null> {
  const event = await eventOf(parts, told);
  if (event === null) return null;
  const spoken = parts.redactor.redact(jsonValue.parse(event));
  return Buffer.from(JSON.stringify(spoken));
}

async function eventOf(
  { db, env }: EventParts,
  { name: callback, eventId, event, runId, approvalId, alertId, seal, createdAt }: Told,
): Promise<CallbackEvent | null> {
  const base = env.url ?? `http://localhost:${env.port}`;
  const linksTo = (api: string, console: string) => ({
    api: `${base}/api/v1${api}`,
    console: `${base}${console}`,
  });
  const told = { id: eventId, callback, at: createdAt };
  if (event === 'test')
    return { ...told, type: event, links: linksTo(`/callbacks/${callback}`, routes.overview()) };
  if (event === 'run.finished') {
    const run = runId === null ? null : await readRun(db, runId);
    if (run === null) return null;
    const { input: _input, output: _output, partial: _partial, limits: _limits, ...summary } = run;
    const links = linksTo(`/runs/${run.id}`, routes.run(run.id));
    return callbackEvent.parse({ ...told, type: event, run: summary, links });
  }
  if (event === 'alert') {
    const alert = alertId === null ? null : await readAlert(db, alertId);
    if (alert === null) return null;
    const links = linksTo('/alerts', routes.spend());
    return callbackEvent.parse({ ...told, type: event, alert: saidAlert(alert), links });
  }
  if (event === 'audit.sealed') {
    const head = seal === null ? null : await readSeal(db, seal);
    if (head === null) return null;
    const links = linksTo(`/audit/${head.seq}`, routes.audit({ event: head.seq }));
    return callbackEvent.parse({ ...told, type: event, head, links });
  }
  const approval = approvalId === null ? null : await readApproval(db, approvalId);
  if (approval === null) return null;
  const { arguments: _arguments, decision: _decision, effectKey: _key, decisions, ...summary } = approval;
  const votes = decisions.map(({ by, decision, reason, at }) => ({ by, decision, reason, at }));
  const links = linksTo(`/approvals/${approval.id}`, routes.approval(approval.id));
  return callbackEvent.parse({ ...told, type: event, approval: { ...summary, decisions: votes }, links });
}
