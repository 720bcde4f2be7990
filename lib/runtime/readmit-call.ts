// What is published and configured by now against one more attempt of a call that was admitted before; sends nothing and forgets no doubt.
import type { RecordedError } from '@/lib/domain/errors';
import type { JournalEntry } from '@/lib/domain/journal-payload';
import { type AdmissionCase, admitCall, type DispatchCase, type NotYet } from './admit-call';
import { askWhetherItHappened } from './ask-whether-it-happened';
import { admissionToday } from './judge-call';
import { askEntry, finalErrorEntry } from './run-entries';
import { mayHaveHappened } from './step-access';

/**
 * The row that stands against it, or null where the same call may be made once more, under the contract that was admitted.
 *
 * What certainly has not happened is looked at as an approved call is at its dispatch: it is denied, its approval is reopened where what it was bound
 * to differs, or a person is asked for the first time. Of what may have happened nothing can be taken back: it goes on under its recorded intent, but
 * not past a deny, from which on only a person can say what became of it.
 */
export async function againstRepeat(facts: DispatchCase): Promise<JournalEntry | NotYet | null> {
  if (mayHaveHappened(facts.step)) return againstDoubtful(facts);
  const entry = await admitCall(facts);
  return entry.kind === 'intent' ? null : entry;
}

async function againstDoubtful(facts: AdmissionCase): Promise<JournalEntry | null> {
  const today = await admissionToday(facts);
  if (today === null) return withoutTool(facts);
  const { verdict, reasons } = today;
  if (verdict !== 'deny') return null;
  const why = reasons.filter((reason) => reason.verdict === 'deny').map(({ message }) => message);
  const message = `It is not allowed any more, so it is not sent again to find out. ${why.join(' ')}`;
  return asking(facts, { code: 'denied', message, class: 'unknown' });
}

/** What may have happened does not fail for good: an identical call of this run waits for what became of it. */
export function withoutTool(facts: AdmissionCase): JournalEntry {
  const { step } = facts;
  const message = `There is no tool ${step.tool} any more.`;
  if (!mayHaveHappened(step)) return finalErrorEntry(step, { code: 'tool_missing', message, class: 'fatal' });
  return asking(facts, { code: 'tool_missing', message, class: 'unknown' });
}

function asking({ step, agent, ports }: AdmissionCase, error: RecordedError): JournalEntry {
  return askEntry(step, error, askWhetherItHappened(step, agent, ports));
}
