import { beforeEach, describe, expect, it } from 'vitest';
import { KillableProcess } from './testing/killable-process';
import { REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { CANCEL, numberRefunds, REFUNDS_ONLY, told, undo, undoableTools } from './testing/undo-bench';
import { refund, toldAboutCalls, watchBenches } from './testing/watched-bench';

const open = watchBenches();
const TWO = [answers(refund('A-1')), answers(refund('A-2')), finishes('Done.')];
let bench: RuntimeBench;

function opened(over: Parameters<typeof open>[0] = {}): RuntimeBench {
  bench = open({ turns: TWO, tools: undoableTools(), agent: REFUNDS_ONLY, ...over });
  numberRefunds(bench);
  return bench;
}

async function ended(status = 'succeeded'): Promise<string> {
  await new KillableProcess(bench).start();
  const runId = await bench.start();
  await bench.untilStatus(runId, status);
  return runId;
}

describe('undoing what a run did', () => {
  beforeEach(() => void opened());

  it('calls the declared tools in reverse, one after the other, and leaves the original as it ended', async () => {
    const runId = await ended();
    const undoing = await undo(bench, runId);
    await bench.untilStatus(undoing ?? '', 'succeeded');
    expect(told(bench)).toEqual(['refund A-1', 'refund A-2', 'cancel R-A-2', 'cancel R-A-1']);
    expect(bench.status(runId)).toBe('succeeded');
    const state = bench.state(undoing ?? '');
    expect(state.trigger).toMatchObject({ kind: 'compensation', of: runId });
    expect(state.end?.output).toMatchObject({
      compensates: runId,
      undone: [
        { step: 4, tool: REFUND, by: { tool: CANCEL } },
        { step: 2, tool: REFUND, by: { tool: CANCEL } },
      ],
      kept: [],
    });
    // No model is asked, and the agent's missing grant does not stand in the way: the refund's own declaration is the grant.
    expect(bench.model.requests).toHaveLength(3);
    expect(state.steps.map(({ kind, status }) => `${kind} ${status}`)).toEqual([
      'tool succeeded',
      'tool succeeded',
    ]);
  });

  it('undoes only what was chosen', async () => {
    const runId = await ended();
    const undoing = await undo(bench, runId, [2]);
    await bench.untilStatus(undoing ?? '', 'succeeded');
    expect(told(bench).slice(2)).toEqual(['cancel R-A-1']);
    expect(bench.state(undoing ?? '').compensation?.kept).toEqual([
      { step: 4, tool: REFUND, reason: 'It was not chosen.' },
    ]);
  });

  it('happens once when two people ask for it at the same moment', async () => {
    const runId = await ended();
    const [first, second] = [await undo(bench, runId), await undo(bench, runId)];
    await bench.untilStatus(first ?? '', 'succeeded');
    await bench.untilStatus(second ?? '', 'succeeded');
    expect(told(bench).slice(2).toSorted()).toEqual(['cancel R-A-1', 'cancel R-A-2']);
    const keys = bench.receiver.calls.slice(2).map(({ effectKey }) => effectKey);
    expect(keys.toSorted()).toEqual([`undo:run:${runId}:2`, `undo:run:${runId}:4`]);
  });
});

describe('an undo', () => {
  it('asks a person where its tool wants one, though nobody stated a confidence', async () => {
    opened({ tools: undoableTools({}, { risk: 'high' }) });
    const runId = await ended();
    const undoing = await undo(bench, runId, [2]);
    await bench.untilStatus(undoing ?? '', 'waiting', 'approval');
    const approval = bench.onlyApproval();
    expect(approval).toMatchObject({ tool: CANCEL, reasons: [{ rule: 'tool.risk' }] });
    bench.decide(approval, 'approve');
    await bench.untilStatus(undoing ?? '', 'succeeded');
    expect(told(bench).at(-1)).toBe('cancel R-A-1');
  });

  it('stops the rest where it is rejected, leaves a dead letter, and goes on when it is sent on', async () => {
    opened({ tools: undoableTools({}, { risk: 'high' }) });
    const runId = await ended();
    const undoing = (await undo(bench, runId)) ?? '';
    await bench.untilStatus(undoing, 'waiting', 'approval');
    bench.decide(bench.onlyApproval(), 'reject', { reason: 'Not this one' });
    await bench.untilStatus(undoing, 'failed');
    expect(bench.store.runs.get(undoing)?.error).toMatchObject({
      code: 'compensation_failed',
      message: `Step 4 (${REFUND}) was not undone: Eve rejected ${CANCEL}: Not this one`,
    });
    expect(bench.store.letters).toMatchObject([{ runId: undoing, state: 'open' }]);
    bench.store.redrive(undoing, {
      type: 'redrive',
      by: bench.state(runId).startedBy,
      reason: 'It may',
      limits: {},
    });
    for (let asked = 0; asked < 2; asked++) {
      await bench.untilStatus(undoing, 'waiting', 'approval');
      bench.decide(bench.onlyApproval(), 'approve');
      await bench.clock.runUntil(
        () => bench.pendingApprovals().length > 0 || bench.status(undoing) === 'succeeded',
      );
    }
    await bench.untilStatus(undoing, 'succeeded');
    expect(told(bench).slice(2)).toEqual(['cancel R-A-2', 'cancel R-A-1']);
  });

  it('is repeated, asked about and settled as any other effect of its class', async () => {
    opened({ tools: undoableTools({}, { effect: 'unsafe', lookup: undefined }) });
    const runId = await ended();
    const undoing = (await undo(bench, runId, [2])) ?? '';
    await bench.untilStatus(undoing, 'waiting', 'approval');
    bench.receiver.faults = ['lose_reply'];
    bench.decide(bench.onlyApproval(), 'approve');
    await bench.untilStatus(undoing, 'waiting', 'unknown_outcome');
    bench.decide(bench.onlyApproval(), 'happened', { answer: { cancelled: true } });
    await bench.untilStatus(undoing, 'succeeded');
    expect(told(bench).slice(2)).toEqual(['cancel R-A-1']);
  });

  it('is refused by the schema that its tool has by then', async () => {
    opened();
    const runId = await ended();
    const undoing = (await undo(bench, runId, [2])) ?? '';
    const [, cancel] = undoableTools({}, { inputSchema: { type: 'object', required: ['case_id'] } });
    if (cancel) bench.putTool({ ...cancel, version: 2 });
    await bench.untilStatus(undoing, 'failed');
    expect(bench.store.runs.get(undoing)?.error?.message).toContain('invalid_arguments');
    expect(told(bench)).toHaveLength(2);
  });
});

describe('what is undone', () => {
  it('is not done again under its key, by whichever run', async () => {
    opened({
      tools: undoableTools({ keyTemplate: 'refund:{order_id}' }),
      turns: [answers(refund()), finishes('Done.')],
    });
    const runId = await ended();
    await bench.untilStatus((await undo(bench, runId)) ?? '', 'succeeded');
    const again = await bench.start();
    await bench.untilStatus(again, 'succeeded');
    expect(bench.toolStep(again)).toMatchObject({ status: 'failed', error: { code: 'effect_undone' } });
    expect(toldAboutCalls(bench)).toContain('effect_undone');
    expect(told(bench)).toEqual(['refund A-1', 'cancel R-A-1']);
  });

  it('is only what this run did: a result that the ledger gave again stays', async () => {
    opened({
      tools: undoableTools({ keyTemplate: 'refund:{order_id}' }),
      turns: [answers(refund()), finishes('Done.')],
    });
    await ended();
    const again = await bench.start();
    await bench.untilStatus(again, 'succeeded');
    expect(await undo(bench, again)).toBeNull();
  });
});

describe('an agent that undoes its effects', () => {
  const undoes = { agent: { ...REFUNDS_ONLY, onFailure: 'compensate' } };
  const broken = [answers(refund('A-1')), answers(refund('A-2')), () => Promise.reject(new Error('gone'))];

  it('starts the undo with the very commit that ends the failed run', async () => {
    opened({ ...undoes, turns: broken });
    const runId = await ended('failed');
    const end = bench.store.commits.find((commit) => commit.runId === runId && commit.exit?.kind === 'end');
    const undoing = end?.exit?.kind === 'end' ? end.exit.compensation?.runId : undefined;
    expect(bench.state(runId).end?.compensatedBy).toBe(undoing);
    await bench.untilStatus(undoing ?? '', 'succeeded');
    expect(told(bench)).toEqual(['refund A-1', 'refund A-2', 'cancel R-A-2', 'cancel R-A-1']);
    expect([bench.status(runId), bench.store.runs.size]).toEqual(['failed', 2]);
  });

  it('keeps what a run did that succeeded, and does nothing where nothing was done', async () => {
    opened(undoes);
    await ended();
    opened({ ...undoes, turns: [() => Promise.reject(new Error('gone'))] });
    await ended('failed');
    expect(bench.store.runs.size).toBe(1);
  });
});

describe('"undo it, whatever happened"', () => {
  const byOrder = { compensateWith: { tool: CANCEL, arguments: { refund_id: 'R-{arguments.order_id}' } } };

  it('settles the step, tells the model, and undoes once by a run of its own', async () => {
    opened({
      tools: undoableTools({ ...byOrder, effect: 'unsafe', lookup: undefined }),
      turns: [answers(refund()), finishes('Not done.')],
      honoursKeys: false,
    });
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'approval');
    bench.receiver.faults = ['lose_reply'];
    bench.decide(bench.onlyApproval(), 'approve');
    await bench.untilStatus(runId, 'waiting', 'unknown_outcome');
    const undoing = (await undo(bench, runId, [2], 'decision')) ?? '';
    bench.decide(bench.onlyApproval(), 'compensate', { reason: 'Take it back' });
    await bench.untilStatus(runId, 'succeeded');
    await bench.untilStatus(undoing, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({
      status: 'failed',
      error: { code: 'compensated', class: 'unknown' },
    });
    expect(toldAboutCalls(bench)).toContain('Eve says: Take it back');
    expect(bench.store.effects.read({ scope: 'run', key: `${runId}:2` })?.status).toBe('unknown');
    expect(told(bench)).toEqual(['refund A-1', 'cancel R-A-1']);
  });

  it('is not offered where the undo needs a result that nobody knows', async () => {
    opened({
      turns: [answers(refund()), finishes('Done.')],
      tools: undoableTools({ retry: { maxAttempts: 1 } }),
    });
    bench.receiver.faults = ['lose_reply'];
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'unknown_outcome');
    expect(await undo(bench, runId, [2], 'decision')).toBeNull();
  });
});

it('serves an undo that is declared after the call', async () => {
  opened({
    tools: undoableTools({ compensateWith: undefined }),
    turns: [answers(refund()), finishes('Done.')],
  });
  const runId = await ended();
  expect(await undo(bench, runId)).toBeNull();
  const declared = { compensateWith: { tool: CANCEL, arguments: { refund_id: '{result.id}' } } };
  bench.putTool(toolVersion(REFUND, declared, 2));
  await bench.untilStatus((await undo(bench, runId)) ?? '', 'succeeded');
  expect(told(bench)).toEqual(['refund A-1', 'cancel R-A-1']);
});
