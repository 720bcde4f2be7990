// The short form of `npm run chaos`: few runs, every kind of fault, and a checker that is shown to find what it looks for.
import { expect, it } from 'vitest';
import { sha256Hex } from '../../lib/adapters/system/hash-text';
import { audit } from './audit';
import { chaos } from './chaos';
import type { Evidence } from './evidence';
import { planOf } from './plan';
import { allViolations, tellViolations } from './report';

const SIZE = { seed: 7, runs: 24, forMs: 22_000, everyMs: 2_000, slots: 3, leaseMs: 3_000 } as const;

it('0 duplicated, 0 lost, 0 stuck under real faults to real processes and a real PostgreSQL', {
  timeout: 240_000,
}, async () => {
  const said: string[] = [];
  let left: Evidence | null = null;
  await chaos({ ...SIZE, quietMs: 60_000, say: (line) => said.push(line) }, async (outcome) => {
    const violations = allViolations(audit(outcome.evidence, sha256Hex), outcome);
    if (violations.length > 0)
      throw new Error([...said, await tellViolations(violations, outcome)].join('\n'));
    left = outcome.evidence;
    return { keep: false };
  });
  const evidence = left as Evidence | null;
  if (evidence === null) throw new Error('the chaos was not judged');
  expect(evidence.accepted).toHaveLength(SIZE.runs);
  expect(evidence.happened.length).toBeGreaterThan(SIZE.runs);
  expect(said.length).toBeGreaterThanOrEqual(planOf(SIZE).faults.length);
  for (const [promise, spoiled] of spoiledBooks(evidence)) {
    expect(
      audit(spoiled, sha256Hex).map((violation) => violation.promise),
      promise,
    ).toContain(promise);
  }
});

/** The same evidence, each time with one thing changed that must not be. */
function spoiledBooks(evidence: Evidence): readonly (readonly [promise: string, Evidence])[] {
  const { accepted, heads, happened, journals } = evidence;
  const done = accepted.find(({ runId }) => heads.get(runId)?.status === 'succeeded');
  const head = heads.get(done?.runId ?? '');
  const rows = journals.get(done?.runId ?? '');
  const [effect] = happened;
  if (done === undefined || head === undefined || rows === undefined || effect === undefined)
    throw new Error('a run succeeded, and something happened');
  const { runId } = done;
  const without = new Map(heads);
  without.delete(runId);
  const journalOf = (changed: typeof rows) => new Map(journals).set(runId, changed);
  const headOf = (changed: Partial<typeof head>) => new Map(heads).set(runId, { ...head, ...changed });
  return [
    ['nothing is done twice', { ...evidence, happened: [...happened, effect] }],
    ['each effect stands in the ledger', { ...evidence, ledger: [] }],
    ['nothing that a run says it did is lost', { ...evidence, happened: [] }],
    ['no accepted run is lost', { ...evidence, heads: without }],
    ['a start that was asked again makes one run', { ...evidence, accepted: accepted.slice(1) }],
    ['no run is stuck', { ...evidence, heads: headOf({ status: 'queued' }) }],
    [
      'the state is the fold of the journal',
      { ...evidence, heads: headOf({ toolCalls: head.toolCalls + 1 }) },
    ],
    ['the chain is whole', { ...evidence, journals: journalOf(rows.filter(({ seq }) => seq !== 2)) }],
    [
      'no accepted input is lost',
      {
        ...evidence,
        accepted: accepted.map((one) => (one === done ? { ...one, told: [...one.told, 'pause'] } : one)),
        inputs: new Map(evidence.inputs).set(runId, []),
      },
    ],
  ];
}
