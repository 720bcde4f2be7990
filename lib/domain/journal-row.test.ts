// Holds the hash of a row to the canonical JSON of what it covers, whatever its texts hold.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson } from './canonical-json';
import { chainHash, JOURNAL_KINDS, type JournalHeader } from './journal-row';

const text = fc.string({ unit: 'binary' }).filter((one) => one.isWellFormed());
const header: fc.Arbitrary<JournalHeader> = fc.record({
  runId: text,
  seq: fc.nat(),
  kind: fc.constantFrom(...JOURNAL_KINDS),
  step: fc.option(fc.nat()),
  at: text,
  format: fc.nat(),
  runtimeVersion: text,
});

it('a row is chained by the canonical JSON of its header and hashes', () => {
  fc.assert(
    fc.property(header, text, text, (given, payloadHash, prevHash) => {
      const hashed = chainHash(given, payloadHash, prevHash, (one) => one);
      expect(hashed).toBe(canonicalJson({ ...given, payloadHash, prevHash }));
    }),
    { seed: 20261126 },
  );
});
