// A settled tool step for the tests of this folder; each test changes what it is about.
import type { StepShape } from '@/lib/contract/run-detail';

const START_MS = Date.parse('2026-11-19T14:00:00.000Z');

/** The instant `seconds` after the sample run began. */
export function atSecond(seconds: number): string {
  return new Date(START_MS + seconds * 1_000).toISOString();
}

export function msAtSecond(seconds: number): number {
  return START_MS + seconds * 1_000;
}

export function sampleAttempt(
  attempt: number,
  fromSecond: number,
  toSecond: number | null,
  change: Partial<StepShape['attempts'][number]> = {},
): StepShape['attempts'][number] {
  return {
    attempt,
    mode: 'send',
    startedAt: atSecond(fromSecond),
    finishedAt: toSecond === null ? null : atSecond(toSecond),
    outcome: toSecond === null ? null : 'succeeded',
    error: null,
    ...change,
  };
}

export function sampleStep(change: Partial<StepShape> = {}): StepShape {
  return {
    step: 3,
    kind: 'tool',
    status: 'succeeded',
    tool: 'payments.refund',
    toolVersion: 7,
    effect: 'reconcilable',
    purpose: null,
    model: null,
    reportedModel: null,
    text: null,
    arguments: { order_id: 'ORD-1', amount: 900 },
    result: { refund_id: 'RF-1' },
    resultSource: 'call',
    takenFrom: null,
    cacheSavedMicroUsd: null,
    error: null,
    decision: null,
    admission: null,
    approval: null,
    wait: null,
    attempts: [sampleAttempt(1, 2, 3)],
    effectKey: 'refund:ORD-1',
    resource: null,
    lateAnswers: [],
    tainted: false,
    screening: null,
    secretsSeen: [],
    leakedCanary: false,
    usage: null,
    modelVersion: null,
    price: null,
    route: null,
    setAside: false,
    setAsideAnswer: null,
    topMicroUsd: null,
    costMicroUsd: 0,
    costEstimated: false,
    heldMicroUsd: null,
    heldInAllMicroUsd: null,
    retryAt: null,
    deferred: null,
    startedAt: atSecond(2),
    finishedAt: atSecond(3),
    firstSeq: 4,
    lastSeq: 6,
    ...change,
  };
}
