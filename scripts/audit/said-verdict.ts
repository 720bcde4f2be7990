// What was found, in words for whoever holds the file.
import type { FileFault, FileVerdict } from './verify-file';

const FAULTS: { readonly [F in FileFault['fault']]: (fault: FileFault) => string } = {
  unreadable: ({ line }) => `line ${line} is no event of a record`,
  changed: ({ line, seq }) => `event ${seq} (line ${line}) was changed: its hash is not that of what it says`,
  unlinked: ({ line, seq }) => `event ${seq} (line ${line}) does not follow from the event before it`,
  gap: ({ line, seq }) =>
    `events are missing before line ${line} (event ${seq}): removed, or left out by a filter`,
  order: ({ line, seq }) => `event ${seq} (line ${line}) is out of order, or there twice`,
};

/** @returns lines to print, and whether the file is whole as far as a file can tell. */
export function saidVerdict(verdict: FileVerdict): {
  readonly ok: boolean;
  readonly lines: readonly string[];
} {
  const { events, first, last, head, faults, faultCount, withheld, expectedHead } = verdict;
  if (events === 0 && faultCount === 0) return { ok: false, lines: ['✗ the file holds no event'] };
  const lines = faults.map((fault) => `✗ ${FAULTS[fault.fault](fault)}`);
  if (faultCount > faults.length) lines.push(`✗ and ${faultCount - faults.length} more`);
  if (expectedHead === 'missing')
    lines.push(
      '✗ the expected head is not in the file: the record was cut off at the end or written anew, or the head is another record’s',
    );
  if (faultCount === 0) lines.push(`✓ all ${events} events follow from each other, ${first} to ${last}`);
  if (first !== null && first > 1)
    lines.push(`! it begins with event ${first}: nothing is said about those before`);
  if (withheld > 0)
    lines.push(
      `! of ${withheld} events something is withheld that has become a secret: only their place is proven`,
    );
  if (expectedHead === 'found') lines.push('✓ the expected head is among them');
  if (expectedHead === 'not_given')
    lines.push(
      '! without a head that was kept elsewhere (--head), a record that was cut off at the end or written anew as a whole looks like this one',
    );
  if (head !== null) lines.push(`head ${head}`);
  return { ok: faultCount === 0 && expectedHead !== 'missing', lines };
}
