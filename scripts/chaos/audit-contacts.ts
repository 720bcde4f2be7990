// Whether nobody was written to more often than he may be, and nobody less often than he was to be.
import { foldJournal } from '../../lib/runtime/fold';
import { MOST_CONTACTS } from './catalog';
import type { Evidence } from './evidence';
import { identityOf, type PlannedCall, TOOLS } from './planned-run';
import type { Violation } from './violation';

const PROMISE = 'nobody is written to more often than the cap allows';
const REFUSED: ReadonlySet<string> = new Set(['denied', 'failed']);

type Contact = { readonly runId: string; readonly call: PlannedCall };

export function auditContacts(evidence: Evidence): Violation[] {
  const { happened, heads } = evidence;
  const done = new Set(happened.map(({ identity }) => identity));
  const refused = new Set(refusedContactsOf(evidence).map(({ call }) => identityOf(call)));
  const contacts = plannedContacts(evidence);
  const found: Violation[] = [];
  for (const customer of new Set(contacts.map(({ call }) => call.mail))) {
    const own = contacts.filter(({ call }) => call.mail === customer);
    const made = own.filter(({ call }) => done.has(identityOf(call))).length;
    if (made > MOST_CONTACTS)
      found.push({ promise: PROMISE, runId: null, seen: `${customer}: ${made} times` });
    for (const { runId, call } of own) {
      const isRefused = refused.has(identityOf(call));
      const hasHappened = done.has(identityOf(call));
      const violated = (promise: string, seen: string) =>
        found.push({ promise, runId, seen: `${identityOf(call)} to ${customer} ${seen}` });
      if (isRefused && hasHappened) violated(PROMISE, 'was refused, and happened');
      if (isRefused && made < MOST_CONTACTS)
        violated('a contact is refused only where the cap is reached', `was refused, and ${made} were made`);
      if (!isRefused && !hasHappened && heads.get(runId)?.status === 'succeeded')
        violated('no contact is lost', 'neither happened nor was refused');
    }
  }
  return found;
}

export function refusedContactsOf(evidence: Evidence): Contact[] {
  return plannedContacts(evidence).filter(({ runId }) =>
    foldJournal(evidence.journals.get(runId) ?? []).steps.some(
      (step) => step.kind === 'tool' && step.tool === TOOLS.contact && REFUSED.has(step.status),
    ),
  );
}

/** One in each run that plans any. */
function plannedContacts({ accepted }: Evidence): Contact[] {
  return accepted.flatMap(({ runId, plan }) =>
    plan.calls.flatMap((call) => (call.tool === TOOLS.contact ? [{ runId, call }] : [])),
  );
}
