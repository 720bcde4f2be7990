// The record checked as a whole, and the journals of runs piece by piece.
import 'server-only';
import type { AuditVerdictShape, JournalsVerdictShape } from '../../contract/audit';
import { type AuditVerdict, verifyAudit as verify } from '../../store/read/verify-audit';
import { verifyJournals as verifyPiece } from '../../store/seals/verify-journals';
import type { App } from '../app';
import { signatureCheck } from '../seals/audit-key';
import { SharedChecks } from './shared-checks';

const MOST_CHECKS = 2;
const checks = new SharedChecks<AuditVerdict>(MOST_CHECKS);
const pieces = new SharedChecks<JournalsVerdictShape>(MOST_CHECKS);

/** Reads every event: a long record takes seconds. Ends when nobody waits for it any more. @throws RequestError rate_limited */
export async function verifyAudit(
  parts: Pick<App, 'db' | 'hash' | 'masterKey'>,
  { expectedHead, signal }: { readonly expectedHead?: string | undefined; readonly signal: AbortSignal },
): Promise<AuditVerdictShape> {
  const verdict = await checks.ask(expectedHead ?? '', signal, async (waited) => {
    const isSigned = await signatureCheck(parts);
    return verify(parts.db, parts.hash, { expectedHead, signal: waited, isSigned });
  });
  const { ok, checked, firstBroken, head, expectedHeadFound: found, seals } = verdict;
  return {
    ok,
    checked,
    firstBroken,
    head,
    expectedHead: found === null ? 'not_given' : found ? 'found' : 'missing',
    seals,
    detail: sentenceOf(verdict),
  };
}

/** One piece of the runs, by id; memory holds a page of rows. Ends when nobody waits for it any more. @throws RequestError rate_limited */
export function verifyJournals(
  { db, hash }: Pick<App, 'db' | 'hash'>,
  {
    after,
    limit,
    signal,
  }: { readonly after?: string | undefined; readonly limit: number; readonly signal: AbortSignal },
): Promise<JournalsVerdictShape> {
  return pieces.ask(`${limit} ${after ?? ''}`, signal, async (waited) => {
    const found = await verifyPiece(db, hash, { after, limit, signal: waited });
    return { ...found, broken: [...found.broken], ok: found.broken.length === 0 };
  });
}

const BROKEN_SEALS = {
  unsigned: 'has lost its signature',
  forged:
    'was not signed by this installation: the record was written anew up to there, or its keys were exchanged',
  displaced: 'is signed, but the event there is no seal: another stands in its place',
  heads_changed: 'no longer stands for the journals that it sealed: their sealed heads were changed',
} as const;

function sentenceOf({ checked, firstBroken, expectedHeadFound, seals }: AuditVerdict): string {
  if (firstBroken !== null)
    return `Event ${firstBroken} does not follow from those before it: it was changed, moved or added, or is missing.`;
  if (seals.firstBroken !== null)
    return `All ${checked} events follow from each other, but seal ${seals.firstBroken.seq} ${BROKEN_SEALS[seals.firstBroken.fault]}.`;
  if (expectedHeadFound === false)
    return `The ${checked} events there are follow from each other, but the expected head is none of theirs: events were cut off at the end, or it is not this record’s.`;
  const whole = `All ${checked} events follow from each other`;
  if (seals.unopened > 0)
    return `${whole}, but of ${seals.unopened} seals the key can’t be opened with this master key: whether they are this installation’s can’t be seen.`;
  if (expectedHeadFound === true) return `${whole}, and the expected head is among them.`;
  const cut =
    'Whether events were cut off at the end can only be seen against a head that was kept elsewhere.';

  if (seals.newest === null) return `${whole}; none of it is signed yet. ${cut}`;
  return `${whole}; up to event ${seals.newest.seq} they are under a signature. ${cut}`;
}
