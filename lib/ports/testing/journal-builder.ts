// Builds sealed journal rows and runs for tests of a run store, without the runtime.

import type { JournalEntry } from '../../domain/journal-payload';
import { GENESIS_HASH, JOURNAL_FORMAT, type JournalRow, sealRow } from '../../domain/journal-row';
import type { JsonValue } from '../../domain/json';
import type { Actor } from '../../domain/principal';
import { runLimits } from '../../domain/run';
import type { NewRun, RunSummary } from '../run-store';
import { sha256 } from './sha256';

export const TEST_ACTOR: Actor = { kind: 'user', id: 'user-ada', label: 'Ada' };
export const TEST_LIMITS = runLimits.parse({});

/** A sealed row that follows `previous`; the first one of a run when there is none. */
export function sealAfter(
  runId: string,
  previous: JournalRow | undefined,
  entry: JournalEntry,
  at: string,
  step: number | null = null,
): JournalRow {
  return sealRow(
    {
      runId,
      seq: (previous?.seq ?? 0) + 1,
      kind: entry.kind,
      step,
      at,
      format: JOURNAL_FORMAT,
      runtimeVersion: 'test',
    },
    entry.payload,
    { costMicroUsd: 0, tokens: 0 },
    previous?.hash ?? GENESIS_HASH,
    sha256,
  );
}

export function newTestRun(runId: string, agent: string, createdAt: string, input: JsonValue = {}): NewRun {
  const deadlineAt = new Date(Date.parse(createdAt) + TEST_LIMITS.deadlineMs).toISOString();
  const trigger = { kind: 'api', by: 'test' } as const;
  return {
    runId,
    agent,
    agentVersion: 1,
    input,
    limits: TEST_LIMITS,
    labels: {},
    trigger,
    startedBy: TEST_ACTOR,
    createdAt,
    deadlineAt,
    givenDeadlineAt: null,
    thread: null,
    tainted: false,
    startRow: sealAfter(
      runId,
      undefined,
      {
        kind: 'input',
        payload: {
          type: 'start',
          agent,
          agentVersion: 1,
          input,
          inputTrust: 'trusted',
          limits: TEST_LIMITS,
          trigger,
          by: TEST_ACTOR,
          labels: {},
          deadlineAt,
        },
      },
      createdAt,
    ),
  };
}

export function testSummary(deadlineAt: string, over: Partial<RunSummary> = {}): RunSummary {
  return {
    steps: 1,
    toolCalls: 0,
    tokens: 120,
    costMicroUsd: 42,
    tainted: false,
    partial: null,
    deadlineAt,
    givenDeadlineAt: null,
    limits: TEST_LIMITS,
    ...over,
  };
}
