// Checks the evidence of one run by itself: its journal row by row, the row that was sealed, the digest that the seal's event holds, and each event of
// the record. What is told of run, steps and approvals besides is not checked, and that is said.
import { type EvidencePart, evidencePart } from '../../lib/contract/evidence';
import { auditHash } from '../../lib/domain/audit-chain';
import { canonicalJson } from '../../lib/domain/canonical-json';
import { chainHash, GENESIS_HASH, type HashText } from '../../lib/domain/journal-row';
import { headsDigest } from '../../lib/domain/seal';

export type EvidenceVerdict = {
  readonly ok: boolean;
  readonly lines: readonly string[];
};

type Row = Extract<EvidencePart, { part: 'row' }>['row'];
type Seal = Extract<EvidencePart, { part: 'seal' }>;

/** Whether a file is evidence and no export of the record: told by its first line. */
export const isEvidence = (line: string): boolean => line.startsWith('{"part":"about"');

export async function verifyEvidence(
  lines: AsyncIterable<string> | Iterable<string>,
  { hash, expectedHead }: { readonly hash: HashText; readonly expectedHead?: string | undefined },
): Promise<EvidenceVerdict> {
  const said: string[] = [];
  let [line, rows, withheld, ok] = [0, 0, 0, true];
  let runId = '';
  let before: Row | null = null;
  let seal: Seal | null = null;
  let sealedRow: Row | null = null;
  const fail = (what: string) => {
    ok = false;
    said.push(`✗ ${what}`);
  };
  for await (const text of lines) {
    line += 1;
    if (text.trim() === '') continue;
    const part = evidencePart.safeParse(jsonOf(text)).data;
    if (part === undefined) {
      fail(`line ${line} is no part of any evidence`);
      continue;
    }
    if (part.part === 'about') runId = part.run;
    if (part.part === 'seal') seal = part;
    if (part.part === 'event' && !part.event.redacted && eventHash(part.event, hash) !== part.event.hash)
      fail(`event ${part.event.seq} (line ${line}) was changed`);
    if (part.part !== 'row') continue;
    const { row } = part;
    rows += 1;
    if (row.redacted || row.payload === null) withheld += 1;
    const fault = rowFault(row, before, runId, hash);
    if (fault !== null) fail(`row ${row.seq} (line ${line}) ${fault}`);
    if (seal?.row.seq === row.seq) sealedRow = row;
    before = row;
  }
  if (rows === 0) fail('the file holds no journal');
  else if (ok) said.push(`✓ all ${rows} rows of the journal of run ${runId} follow from each other`);
  if (withheld > 0)
    said.push(`! of ${withheld} rows something is withheld or erased: only their place is proven`);
  if (seal === null) {
    said.push('! the journal was not sealed yet: nothing outside this file speaks for it');
    if (expectedHead !== undefined) fail('there is no seal that the expected head could be compared with');
  } else {
    const fault = sealFault(seal, runId, sealedRow, hash);
    if (fault !== null) fail(fault);
    else
      said.push(
        `✓ its row ${seal.row.seq} is among the ${seal.heads.length} heads of event ${seal.event.seq}`,
      );
    if (expectedHead === seal.event.hash) said.push('✓ that event is the expected head');
    else if (expectedHead !== undefined)
      fail(`that event is not the expected head: its hash is ${seal.event.hash}`);
    else
      said.push(
        `! compare with the head that was kept elsewhere for event ${seal.event.seq}: ${seal.event.hash}`,
      );
  }
  said.push('! run, steps and approvals are told from that journal, and are not checked by themselves');
  return { ok, lines: said };
}

function rowFault(row: Row, before: Row | null, runId: string, hash: HashText): string | null {
  const { payload, payloadHash, prevHash, redacted } = row;
  if (row.seq !== (before?.seq ?? 0) + 1) return 'has rows missing before it';
  if (prevHash !== (before?.hash ?? GENESIS_HASH)) return 'does not follow from the row before it';
  if (chainHash({ ...row, runId }, payloadHash, prevHash, hash) !== row.hash) return 'was changed';
  if (!redacted && payload !== null && hash(canonicalJson(payload)) !== payloadHash)
    return 'says something else than was written';
  return null;
}

function sealFault(
  { row, event, heads }: Seal,
  runId: string,
  sealed: Row | null,
  hash: HashText,
): string | null {
  if (event.redacted || eventHash(event, hash) !== event.hash)
    return `event ${event.seq}, which sealed it, was changed`;
  const after = typeof event.after === 'object' && event.after !== null ? event.after : {};
  if (!('digest' in after) || after.digest !== headsDigest(heads, hash))
    return `event ${event.seq} is of other heads than those in the file`;
  if (!heads.some((head) => head.runId === runId && head.seq === row.seq && head.hash === row.hash))
    return `event ${event.seq} did not seal this journal`;
  if (sealed?.hash !== row.hash) return `row ${row.seq} is not the one that was sealed`;
  return null;
}

function eventHash({ entity, redacted: _, hash: __, ...rest }: Seal['event'], hash: HashText): string {
  return auditHash({ ...rest, entityKind: entity.kind, entityId: entity.id }, hash);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
