import { describe, expect, it } from 'vitest';
import { RequestError } from '@/lib/domain/errors';
import { MAX_THREAD_CHARS } from '@/lib/domain/run';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { foldJournal } from './fold';
import { startRun } from './start-run';
import { RuntimeBench } from './testing/runtime-bench';
import { finishes } from './testing/scripted-model';

const bench = new RuntimeBench({
  turns: [finishes('Done.')],
  agent: {
    inputSchema: { type: 'object', properties: { amount: { type: 'number' } }, required: ['amount'] },
    limits: { maxSteps: 10, deadlineMs: 60_000 },
  },
  secrets: [{ name: 'KEY_OF_THE_PROVIDER', value: 'sk-live-123456' }],
});
const start = (over: object = {}) =>
  startRun(
    {
      agent: bench.agent,
      input: { amount: 3 },
      labels: { team: 'support' },
      limits: {},
      trigger: { kind: 'form', by: 'Ada' },
      startedBy: TEST_ACTOR,
      inputTrust: 'trusted',
      ...over,
    },
    bench.ports,
  );
const problemsOf = (over: object) => {
  try {
    start(over);
  } catch (error) {
    if (error instanceof RequestError) return [error.code, ...error.problems.map((one) => one.path)];
    throw error;
  }
  return [];
};

describe('startRun', () => {
  it('gives a run whose start row folds into its first state', () => {
    const run = start({ limits: { maxSteps: 5 } });
    const state = foldJournal([run.startRow]);
    expect(state).toMatchObject({
      runId: run.runId,
      agent: 'refunds',
      input: { amount: 3 },
      limits: { maxSteps: 5, deadlineMs: 60_000 },
      tainted: false,
      deadlineAt: run.deadlineAt,
    });
    expect(Date.parse(run.deadlineAt) - Date.parse(run.createdAt)).toBe(60_000);
    expect(start().runId).not.toBe(run.runId);
  });

  it.each([
    ['a missing field', { input: {} }, ['invalid_request', '/input']],
    ['a wrong field', { input: { amount: 'x' } }, ['invalid_request', '/input/amount']],
    ['a looser limit', { limits: { maxSteps: 11, maxTokens: 1 } }, ['invalid_request', '/limits/maxSteps']],
  ])('refuses %s with its path', (_name, over, expected) => {
    expect(problemsOf(over)).toEqual(expected);
  });

  it('marks untrusted input, and keeps no secret', () => {
    expect(foldJournal([start({ inputTrust: 'untrusted' }).startRow]).tainted).toBe(true);
    const run = start({
      input: { amount: 1, note: 'use sk-live-123456' },
      labels: { key: 'sk-live-123456' },
      thread: 'sk-live-123456 '.repeat(13),
    });
    expect(JSON.stringify(run)).not.toContain('sk-live');
    expect(run.thread).toHaveLength(MAX_THREAD_CHARS);
  });
});
