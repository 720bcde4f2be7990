// The record checked as a whole, and the journals of runs piece by piece.
import 'server-only';
import { isSignedHead } from '../../adapters/secrets/sign-head';
import type { AuditVerdictShape, JournalsVerdictShape } from '../../contract/audit';
import { type AuditVerdict, verifyAudit as verify } from '../../store/read/verify-audit';
import type { IsSigned } from '../../store/seals/check-seals';
import { verifyJournals as verifyPiece } from '../../store/seals/verify-journals';
import type { App } from '../app';
import { auditKeys } from '../seals/audit-key';
import { SharedChecks } from './shared-checks';

type Checked = AuditVerdict & { readonly signaturesChecked: boolean };

const MOST_CHECKS = 2;
const checks = new SharedChecks<Checked>(MOST_CHECKS);

/** Reads every event: a long record takes seconds. Ends when nobody waits for it any more. @throws RequestError rate_limited */
export async function verifyAudit(
  parts: Pick<App, 'db' | 'hash' | 'masterKey' | 'logger'>,
  { expectedHead, signal }: { readonly expectedHead?: string | undefined; readonly signal: AbortSignal },
): Promise<AuditVerdictShape> {
  const verdict = await checks.ask(expectedHead ?? '', signal, async (waited) => {
    const isSigned = await signatureCheck(parts);
    const found = await verify(parts.db, parts.hash, { expectedHead, signal: waited, isSigned });
    return { ...found, signaturesChecked: isSigned !== null };
  });
  const { ok, checked, firstBroken, head, expectedHeadFound: found, seals, signaturesChecked } = verdict;
  return {
    ok,
    checked,
    firstBroken,
    head,
    expectedHead: found === null ? 'not_given' : found ? 'found' : 'missing',
    seals: { ...seals, signaturesChecked },
    detail: sentenceOf(verdict),
  };
}

/** Null where the keys can't be opened: a check without them says less, and is better than none. */
async function signatureCheck(parts: Pick<App, 'db' | 'masterKey' | 'logger'>): Promise<IsSigned | null> {
  const keys = await auditKeys(parts).catch((error: unknown) => {
    parts.logger.warn('the key that signs heads of the record can not be opened', { error });
    return null;
  });
  if (keys === null) return null;
  return (id, seq, hash, mac) => keys.some((key) => key.id === id && isSignedHead(key.bytes, seq, hash, mac));
}

/** One piece of the runs, by id; memory holds a page of rows. */
export async function verifyJournals(
  { db, hash }: Pick<App, 'db' | 'hash'>,
  asked: { readonly after?: string | undefined; readonly limit: number; readonly signal: AbortSignal },
): Promise<JournalsVerdictShape> {
  const found = await verifyPiece(db, hash, asked);
  return { ...found, broken: [...found.broken], ok: found.broken.length === 0 };
}

const BROKEN_SEALS = {
  unsigned: 'has lost its signature',
  forged:
    'was not signed by this installation: the record was written anew up to there, or its keys were exchanged',
  heads_changed: 'no longer stands for the journals that it sealed: their sealed heads were changed',
} as const;

function sentenceOf({ checked, firstBroken, expectedHeadFound, seals, signaturesChecked }: Checked): string {
  if (firstBroken !== null)
    return `Event ${firstBroken} does not follow from those before it: it was changed, moved or added, or is missing.`;
  if (seals.firstBroken !== null)
    return `All ${checked} events follow from each other, but seal ${seals.firstBroken.seq} ${BROKEN_SEALS[seals.firstBroken.fault]}.`;
  if (expectedHeadFound === false)
    return `The ${checked} events there are follow from each other, but the expected head is none of theirs: events were cut off at the end, or it is not this record’s.`;
  const whole = `All ${checked} events follow from each other`;
  if (expectedHeadFound === true) return `${whole}, and the expected head is among them.`;
  const cut =
    'Whether events were cut off at the end can only be seen against a head that was kept elsewhere.';
  if (!signaturesChecked)
    return `${whole}; the key of its signatures can’t be opened with this master key. ${cut}`;
  if (seals.newest === null) return `${whole}; none of it is signed yet. ${cut}`;
  return `${whole}; up to event ${seals.newest.seq} they are under a signature. ${cut}`;
}
