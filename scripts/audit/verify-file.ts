// Checks an exported record by itself: no database, no key, one line in memory at a time. Says what it finds, and what no file can tell.
import { auditEventShape } from '../../lib/contract/audit';
import { auditHash } from '../../lib/domain/audit-chain';
import { GENESIS_HASH, type HashText } from '../../lib/domain/journal-row';

/**
 * unreadable: no event of a record. changed: its hash is not that of what it says. unlinked: it does not follow from the event before it. gap: the
 * events between are not in the file. order: its number neither rises nor falls as the others do.
 */
export type FileFault = {
  readonly line: number;
  readonly seq: number | null;
  readonly fault: 'unreadable' | 'changed' | 'unlinked' | 'gap' | 'order';
};

export type FileVerdict = {
  readonly events: number;
  readonly first: number | null;
  readonly last: number | null;
  /** Of the newest event. */
  readonly head: string | null;
  /** The first hundred; `faultCount` counts all. */
  readonly faults: readonly FileFault[];
  readonly faultCount: number;
  /** Events of which something was withheld: it has become a secret. Their place is checked, their content can't be. */
  readonly withheld: number;
  readonly expectedHead: 'found' | 'missing' | 'not_given';
};

const MOST_FAULTS = 100;

type Link = { readonly seq: number; readonly hash: string; readonly prevHash: string };

/** Lines of the JSON or the JSON Lines form, newest first or oldest first. */
export async function verifyFile(
  lines: AsyncIterable<string> | Iterable<string>,
  { hash, expectedHead }: { readonly hash: HashText; readonly expectedHead?: string | undefined },
): Promise<FileVerdict> {
  const faults: FileFault[] = [];
  let [line, events, withheld, faultCount, found] = [0, 0, 0, 0, false];
  let [first, last, before]: [Link | null, Link | null, Link | null] = [null, null, null];
  let rises: boolean | null = null;
  const say = (seq: number | null, fault: FileFault['fault']) => {
    faultCount += 1;
    if (faults.length < MOST_FAULTS) faults.push({ line, seq, fault });
  };
  for await (const text of lines) {
    line += 1;
    const written = text.trim().replace(/,$/, '');
    if (written === '' || written === '[' || written === ']' || written === '[]') continue;
    const event = auditEventShape.safeParse(jsonOf(written)).data;
    if (event === undefined) {
      say(null, 'unreadable');
      continue;
    }
    const { entity, redacted, hash: told, ...rest } = event;
    events += 1;
    if (redacted) withheld += 1;
    else if (auditHash({ ...rest, entityKind: entity.kind, entityId: entity.id }, hash) !== told)
      say(event.seq, 'changed');
    if (event.seq === 1 && event.prevHash !== GENESIS_HASH) say(1, 'unlinked');
    if (told === expectedHead) found = true;
    if (before !== null) {
      rises ??= event.seq > before.seq;
      const [older, newer]: [Link, Link] = rises ? [before, event] : [event, before];
      if (newer.seq <= older.seq) say(event.seq, 'order');
      else if (newer.seq > older.seq + 1) say(event.seq, 'gap');
      else if (newer.prevHash !== older.hash) say(newer.seq, 'unlinked');
    }
    before = event;
    if (first === null || event.seq < first.seq) first = event;
    if (last === null || event.seq > last.seq) last = event;
  }
  return {
    events,
    first: first?.seq ?? null,
    last: last?.seq ?? null,
    head: last?.hash ?? null,
    faults,
    faultCount,
    withheld,
    expectedHead: expectedHead === undefined ? 'not_given' : found ? 'found' : 'missing',
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
