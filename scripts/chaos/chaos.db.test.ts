// A short chaos: one round of every fault. Afterwards every promise holds, and what is planted into what it left is found.
import { beforeAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../lib/adapters/system/hash-text';
import { audit } from './audit';
import { chaos } from './chaos';
import type { Evidence, RunHead } from './evidence';
import { FAULT_KINDS, planOf, TOOLS } from './plan';
import { allViolations, countsOf } from './report';
import type { Violation } from './violation';

const SHORT = { seed: 5, runs: 16, forMs: 16_000, everyMs: 1_600, slots: 3, leaseMs: 1_500 };

let evidence: Evidence;
let found: readonly Violation[];
beforeAll(async () => {
  await chaos({ ...SHORT, quietMs: 30_000, say: () => {} }, async (outcome) => {
    evidence = outcome.evidence;
    found = allViolations(audit(evidence, sha256Hex), outcome);
    return { keep: found.length > 0 };
  });
}, 240_000);

it('does every fault, and nothing is duplicated, lost or stuck', () => {
  expect(new Set(planOf(SHORT).faults.map(({ kind }) => kind))).toEqual(new Set(FAULT_KINDS));
  expect(evidence.accepted).toHaveLength(SHORT.runs);
  expect(found).toEqual([]);
});

describe('the check finds', () => {
  const seenIn = (planted: Partial<Evidence>) => audit({ ...evidence, ...planted }, sha256Hex);
  const promises = (planted: Partial<Evidence>) => seenIn(planted).map(({ promise }) => promise);
  const succeeded = () => {
    const one = evidence.accepted.find(
      ({ runId, plan }) => plan.told === 'nothing' && evidence.heads.get(runId)?.status === 'succeeded',
    );
    if (one === undefined) throw new Error('no run succeeded undisturbed');
    return one;
  };
  const without = <V>(map: ReadonlyMap<string, V>, key: string) =>
    new Map([...map].filter(([one]) => one !== key));
  const headWith = (change: Partial<RunHead>) => {
    const { runId } = succeeded();
    const head = evidence.heads.get(runId);
    if (head === undefined) throw new Error('it has a head');
    return { heads: new Map(evidence.heads).set(runId, { ...head, ...change }) };
  };

  it('an effect that happened twice, though under two keys', () => {
    const again = evidence.happened.find(({ tool }) => tool === TOOLS.refund);
    if (again === undefined) throw new Error('nothing was refunded');
    const happened = [...evidence.happened, { ...again, key: 'another key' }];
    expect(promises({ happened })).toContain('nothing is done twice');
    expect(countsOf(seenIn({ happened }))).toMatch(/^1 duplicated, 0 lost, 0 stuck/);
  });

  it('an accepted run that is gone', () => {
    const { runId } = succeeded();
    const planted = seenIn({ heads: without(evidence.heads, runId) });
    expect(planted).toContainEqual(expect.objectContaining({ promise: 'no accepted run is lost', runId }));
  });

  it('a run of which nobody was told', () => {
    const accepted = evidence.accepted.slice(1);
    expect(promises({ accepted })).toContain('a start that was asked again makes one run');
  });

  it('a run that does not end', () => {
    const planted = promises(headWith({ status: 'waiting', waiting: { reason: 'timer', items: [] } }));
    expect(planted).toEqual(
      expect.arrayContaining(['no run is stuck', 'the state is the fold of the journal']),
    );
  });

  it('an input that was accepted and never arrived', () => {
    const one = succeeded();
    const accepted = evidence.accepted.map((each) => (each === one ? { ...each, told: ['pause'] } : each));
    expect(promises({ accepted })).toContain('no accepted input is lost');
  });

  it('a changed byte in a journal', () => {
    const { runId } = succeeded();
    const rows = (evidence.journals.get(runId) ?? []).map((row, i) =>
      i === 2 ? { ...row, payload: `${row.payload} ` } : row,
    );
    expect(promises({ journals: new Map(evidence.journals).set(runId, rows) })).toContain(
      'the chain is whole',
    );
  });

  it('a success that never happened, and a failure that did', () => {
    const { key, tool } = evidence.happened[0] ?? { key: '', tool: '' };
    const happened = evidence.happened.filter((one) => one.key !== key);
    expect(promises({ happened })).toContain('ledger and receiver agree');
    expect(promises({ happened })).toContain('nothing that a run says it did is lost');
    const ledger = evidence.ledger.map((row) =>
      row.key === key && row.tool === tool ? { ...row, status: 'failed_final' } : row,
    );
    expect(promises({ ledger })).toEqual(['ledger and receiver agree']);
  });
});
