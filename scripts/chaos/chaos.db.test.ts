// A short chaos: one round of every fault. Afterwards every promise holds, and what is planted into what it left is found.
import { beforeAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../lib/adapters/system/hash-text';
import { audit } from './audit';
import { refusedContactsOf } from './audit-contacts';
import { chaos } from './chaos';
import type { Evidence, RunHead } from './evidence';
import { FAULT_KINDS, planOf } from './plan';
import { identityOf, plans, TOOLS } from './planned-run';
import type { BreakerChangeRecord } from './records';
import { allViolations, countsOf } from './report';
import type { Violation } from './violation';

const SHORT = { seed: 6, runs: 16, forMs: 16_000, everyMs: 1_350, slots: 3, leaseMs: 1_500 };

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
  expect(evidence.accepted).toHaveLength(SHORT.runs + 1);
  expect(found).toEqual([]);
});

it('meets every bound: the breaker opens, the budget and the caps hold somebody back', () => {
  const opened = ({ key, to }: BreakerChangeRecord) =>
    key.startsWith(`tool:${TOOLS.label}@`) && to === 'open';
  expect(evidence.records.breakerChanges.filter(opened)).not.toEqual([]);
  expect(evidence.looks.filter(({ waitingRuns }) => waitingRuns > 0)).not.toEqual([]);
  expect(refusedContactsOf(evidence)).not.toEqual([]);
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

  const records = (change: Partial<Evidence['records']>) => ({ records: { ...evidence.records, ...change } });
  const pick = <T>(things: readonly T[], is: (thing: T) => boolean): T => {
    const one = things.find(is);
    if (one === undefined) throw new Error('the chaos has none');
    return one;
  };

  it('one too many at a bulkhead', () => {
    expect(evidence.atOnce.get(TOOLS.look)).toBeGreaterThan(0);
    const atOnce = new Map(evidence.atOnce).set(TOOLS.look, 3);
    expect(promises({ atOnce })).toEqual(['a bulkhead holds its limit']);
  });

  it('two effects side by side on one resource, one between the requests of another, and what they made twice', () => {
    const promise = 'effects on one resource never run side by side';
    const [visit] = evidence.visits;
    if (visit === undefined) throw new Error('no ticket was asked for');
    const { resource, fromMs } = visit;
    const untilMs = fromMs + 10;
    const beside = { resource, key: 'another', fromMs: fromMs + 1, untilMs };
    expect(promises({ visits: [{ ...visit, untilMs }, beside] })).toEqual([promise]);
    const between = { ...beside, fromMs: untilMs, untilMs: untilMs + 1 };
    const again = { ...visit, fromMs: untilMs + 2, untilMs: null };
    expect(promises({ visits: [{ ...visit, untilMs }, between, again] })).toEqual([promise]);
    expect(promises({ tickets: [...evidence.tickets, resource] })).toEqual([promise]);
  });

  it('a breaker that never opened, changed as it may not, or did not close again', () => {
    const promise = 'a breaker opens, and closes again';
    const key = `tool:${TOOLS.label}@receiver.example`;
    const own = (['closed', 'open', 'half_open', 'closed'] as const).flatMap((to, epoch, states) => {
      const from = states[epoch - 1];
      return from === undefined ? [] : [{ key, epoch, from, to }];
    });
    expect(promises(records({ breakerChanges: own }))).toEqual([]);
    expect(promises({ ...records({ breakerChanges: [] }), refusedWhileDown: 20 })).toEqual([promise]);
    expect(promises(records({ breakerChanges: own.slice(0, -1) }))).toEqual([promise]);
    expect(promises(records({ breakerChanges: own.toSpliced(1, 1) }))).toEqual([promise]);
  });

  it('an event that is gone, one that nobody waits for any more, and one that was taken twice', () => {
    const { events, waits } = evidence.records;
    const settled = pick(waits, ({ status }) => status === 'settled');
    const withoutIt = events.filter(({ id }) => id !== settled.eventId);
    expect(promises(records({ events: withoutIt }))).toEqual(['no event is lost']);
    const open = waits.map((one) => (one === settled ? { ...one, status: 'open' as const } : one));
    expect(promises(records({ waits: open }))).toEqual(['no event is lost']);
    expect(promises(records({ waits: [...waits, { ...settled, runId: 'another' }] }))).toEqual([
      'no event is taken twice',
    ]);
    const [event] = events;
    if (event === undefined) throw new Error('no event was sent');
    expect(promises(records({ events: [...events, { ...event, id: 'another' }] }))).toContainEqual(
      expect.stringMatching(/^an event that was sent again is one event/),
    );
  });

  it('what was not undone, what nobody wanted undone, and what was undone by two', () => {
    const undo = pick(evidence.happened, ({ tool }) => tool === TOOLS.release);
    const happened = evidence.happened.filter((one) => one !== undo);
    expect(promises({ happened })).toContain('nothing that is to be undone is lost');
    expect(promises({ happened: [undo, ...happened] })).toEqual(['nothing is undone before it is done']);
    const change = (undoneBy: readonly string[]) =>
      evidence.accepted.map((one) =>
        one.undoneBy.length > 0 ? { ...one, undoneBy: [...one.undoneBy, ...undoneBy] } : one,
      );
    expect(promises({ accepted: change(['another']) })).toContain('two who undo at once make one run');
    const unwanted = evidence.accepted.map((one) => ({ ...one, undoneBy: [] }));
    expect(promises({ accepted: unwanted })).toContain('only what is to be undone is');
  });

  it('a step that goes on ending processes, and one whose end nobody is told of', () => {
    const promise = 'a step that ends its process ends, and goes on when it is mended';
    const { plan, runId } = pick(evidence.accepted, (one) => plans(one.plan, TOOLS.pill));
    expect(promises({ poisoned: new Map(evidence.poisoned).set(plan.ref, 5) })).toEqual([promise]);
    const letters = evidence.records.letters.filter((one) => one.runId !== runId);
    expect(promises(records({ letters }))).toContain(promise);
  });

  it('a run that a fault of the runtime ended, though it was sent on', () => {
    const { runId } = succeeded();
    const letter = { runId, code: 'internal_error', state: 'redriven' };
    const letters = [...evidence.records.letters, letter];
    expect(promises(records({ letters }))).toEqual(['no fault of the runtime ends a run']);
  });

  it('a question that is no person’s, and a decision that the audit log has not', () => {
    const { questions, decisions } = evidence.records;
    const grant = pick(questions, ({ tool, status }) => tool === TOOLS.grant && status === 'approved');
    const another = { ...grant, id: 'another', tool: TOOLS.refund, status: 'pending' };
    expect(promises(records({ questions: [...questions, another] }))).toEqual([
      'people are asked only what is theirs',
    ]);
    const fewer = decisions.filter(({ approvalId }) => approvalId !== grant.id);
    expect(promises(records({ decisions: fewer }))).toEqual(['the audit log has what was decided']);
  });

  it('one contact too many, one that is gone, and one that was refused though there was room', () => {
    const contact = pick(evidence.happened, ({ tool }) => tool === TOOLS.contact);
    const [refused] = refusedContactsOf(evidence);
    if (refused === undefined) throw new Error('no contact was refused');
    const too = { ...contact, key: 'another', identity: identityOf(refused.call) };
    expect(promises({ happened: [...evidence.happened, too] })).toContain(
      'nobody is written to more often than the cap allows',
    );
    const happened = evidence.happened.filter((one) => one !== contact);
    expect(promises({ happened })).toContain('no contact is lost');
    expect(promises({ happened })).toContain('a contact is refused only where the cap is reached');
  });

  it('a budget that was passed, what stays held, and what nobody counted', () => {
    const [small] = evidence.records.budgets.filter(({ scope }) => scope.startsWith('label:'));
    if (small === undefined) throw new Error('no budget is left');
    const change = (other: Partial<typeof small>) =>
      records({
        budgets: evidence.records.budgets.map((one) => (one === small ? { ...one, ...other } : one)),
      });
    const look = { ...small, limitMicroUsd: small.spentMicroUsd - 1, waitingRuns: 0 };
    expect(promises({ looks: [look] })).toEqual(['no budget is passed']);
    expect(promises(change({ heldMicroUsd: 1 }))).toEqual(['nothing stays held']);
    const { runId } = succeeded();
    expect(promises(records({ holds: [{ runId, step: 1, attempt: 1 }] }))).toEqual(['nothing stays held']);
    const miscounted = ['what is spent is what runs cost'];
    // Once or twice: where no call of it was lost, it is less than the provider charged as well.
    expect([...new Set(promises(change({ spentMicroUsd: small.spentMicroUsd - 1 })))]).toEqual(miscounted);
    const answered = new Map(evidence.answered).set(evidence.accepted[0]?.plan.ref ?? '', 1_000_000);
    expect(promises({ answered })).toContain(miscounted[0]);
  });

  it('a success that never happened, and a failure that did', () => {
    // Of a run that says it did it, and did it once: what an undisturbed failure leaves behind nobody misses.
    const planned = new Set(
      evidence.accepted
        .filter(({ runId }) => evidence.heads.get(runId)?.status === 'succeeded')
        .flatMap(({ plan }) => plan.calls.map(identityOf)),
    );
    const times = (identity: string) => evidence.happened.filter((one) => one.identity === identity).length;
    const { key, tool } = pick(
      evidence.happened,
      (one) => one.tool !== TOOLS.contact && planned.has(one.identity) && times(one.identity) === 1,
    );
    const happened = evidence.happened.filter((one) => one.key !== key);
    expect(promises({ happened })).toContain('ledger and receiver agree');
    expect(promises({ happened })).toContain('nothing that a run says it did is lost');
    const ledger = evidence.ledger.map((row) =>
      row.key === key && row.tool === tool ? { ...row, status: 'failed_final' } : row,
    );
    expect(promises({ ledger })).toEqual(['ledger and receiver agree']);
  });
});
