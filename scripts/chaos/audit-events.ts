// Whether each event reached exactly the run that waited for it, whenever it came.
import type { RunState } from '../../lib/domain/run-state';
import { foldJournal } from '../../lib/runtime/fold';
import { correlationKeyOf } from './catalog';
import type { Evidence } from './evidence';
import type { Accepted } from './people';
import { plans, TOOLS } from './planned-run';
import type { Violation } from './violation';

export function auditEvents(evidence: Evidence): Violation[] {
  const { accepted, records } = evidence;
  const found: Violation[] = accepted
    .filter(({ plan }) => plans(plan, TOOLS.reply))
    .flatMap((one) => {
      const seen = whatWentWrong(evidence, one);
      return seen === null ? [] : [{ promise: 'no event is lost', runId: one.runId, seen }];
    });
  const taken = records.waits.flatMap(({ eventId, status }) => (status === 'settled' ? [eventId] : []));
  for (const id of new Set(taken.filter((one, i) => taken.indexOf(one) !== i)))
    found.push({ promise: 'no event is taken twice', runId: null, seen: `${id} went to more than one wait` });
  const sent = accepted.reduce((sum, { events }) => sum + events.length, 0);
  if (records.events.length > sent)
    found.push({
      promise: 'an event that was sent again is one event, and is not taken twice',
      runId: null,
      seen: `${records.events.length} events, and ${sent} were sent`,
    });
  return found;
}

function whatWentWrong({ heads, journals, records }: Evidence, { runId, plan, events }: Accepted) {
  const gone = events.find((id) => !records.events.some((event) => event.id === id));
  if (gone !== undefined) return `${plan.ref}: ${gone} was accepted and is not there`;
  const waits = records.waits.filter((wait) => wait.runId === runId);
  const status = heads.get(runId)?.status;
  if (status !== undefined && ENDED.has(status) && waits.some((wait) => wait.status === 'open'))
    return `${plan.ref} ${status} with an open wait`;
  if (status !== 'succeeded') return null;
  const [wait] = waits;
  if (waits.length !== 1 || wait?.status !== 'settled' || wait.correlationKey !== correlationKeyOf(plan.ref))
    return `${plan.ref} succeeded, and its waits are ${JSON.stringify(waits)}`;
  if (wait.eventId !== events[0]) return `${plan.ref} was given ${wait.eventId}, and ${events[0]} is its own`;
  const told = JSON.stringify(resultOf(foldJournal(journals.get(runId) ?? []), wait.step));
  return told.includes(`"said":"${plan.ref}"`) ? null : `${plan.ref}: its step was told ${told}`;
}

const ENDED: ReadonlySet<string> = new Set(['succeeded', 'failed', 'cancelled']);

function resultOf({ steps }: RunState, number: number): unknown {
  const step = steps[number - 1];
  return step?.kind === 'tool' ? step.result : null;
}
