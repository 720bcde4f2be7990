// Journals that numbers choose: at each place one of the rows that may follow there, of every kind and type; what may not follow is passed over.
import type { JournalEntry } from '@/lib/domain/journal-payload';
import type { JournalRow } from '@/lib/domain/journal-row';
import { IllegalTransitionError } from '@/lib/domain/machine';
import type { ModelStepState, RunState } from '@/lib/domain/run-state';
import { SETTLED_STEP_STATUSES } from '@/lib/domain/step';
import { isoAt } from '@/lib/ports/clock';
import { newTestRun, sealAfter } from '@/lib/ports/testing/journal-builder';
import { sha256 } from '@/lib/ports/testing/sha256';
import { foldRow } from '../fold';
import { letGo } from '../let-go';
import { chargedEntry } from '../run-entries';
import { sealSnapshot } from '../seal-snapshot';
import { isToolStep } from '../step-access';
import { aboutCall, deferral, failure, later, RUN_ID, START_MS, told } from './generated-calls';

const MOST_STEPS = 60;
const TOP = 3;

/** @param numbers two for each row: which one, and what it says. `snapshotEvery`: one in so many places gets a snapshot besides. */
export function generatedJournal(
  numbers: readonly (readonly [number, number])[],
  snapshotEvery: number,
): JournalRow[] {
  const { startRow } = newTestRun(RUN_ID, 'refunds', isoAt(START_MS), { order_id: 'A-1' });
  const rows = [startRow];
  let state = foldRow(null, startRow);
  const put = (row: JournalRow) => {
    state = foldRow(state, row);
    rows.push(row);
  };
  for (const [which, what] of numbers) {
    const at = isoAt(START_MS + rows.length * 1_000);
    const following = entriesAfter(state, what);
    const entry = following[which % following.length];
    if (entry === undefined) continue;
    try {
      put(sealAfter(RUN_ID, rows.at(-1), entry, at));
    } catch (cause) {
      if (!(cause instanceof IllegalTransitionError)) throw cause;
    }
    if (what % snapshotEvery === 0 && state.end === null)
      put(sealSnapshot(letGo(state), at, { hash: sha256, runtimeVersion: 'test' }));
  }
  return rows;
}

function entriesAfter(state: RunState, what: number): JournalEntry[] {
  const common = [...aboutTheRun(state, what), ...lateAnswers(state, what)];
  if (state.end !== null) {
    const input = { type: 'redrive', reason: 'Again.', limits: {}, ...told(state), ...later(state) } as const;
    return [{ kind: 'input', payload: input }, ...common.slice(0, 1)];
  }
  const open = state.steps.filter(({ status }) => !SETTLED_STEP_STATUSES.has(status));
  if (open.length > 0) {
    const steps = open.flatMap((step) =>
      isToolStep(step) ? aboutCall(step, state, what) : step.kind === 'model' ? aboutModel(step, what) : [],
    );
    return [...steps, ...steps, ...common, ending(what % 9 === 0 ? 'cancelled' : 'failed')];
  }
  if (state.steps.at(-1)?.kind === 'finish') return [ending('succeeded')];
  if (state.usage.steps >= MOST_STEPS) return [ending('failed')];
  const intent = modelIntent(state.usage.steps + 1, 1, state.route.again?.rung);
  return [intent, intent, intent, intent, ...common, deferral(state.usage.steps + 1, what)];
}

function aboutTheRun(state: RunState, what: number): JournalEntry[] {
  const { fence, deadlineAt } = state;
  const reason = `Because of ${what}.`;
  return [
    { kind: 'claim', payload: { type: 'claim', workerId: `worker-${what}`, fence: fence + 1 } },
    { kind: 'input', payload: { type: 'pause', reason, ...told(state) } },
    { kind: 'input', payload: { type: 'resume', reason, limits: {}, ...told(state), ...later(state) } },
    ...(what % 7 === 0
      ? ([{ kind: 'input', payload: { type: 'cancel', reason, ...told(state) } }] as const)
      : []),
    { kind: 'fact', payload: { type: 'bound', bound: what % 2 === 0 ? 'loop' : 'tokens', message: reason } },
    { kind: 'fact', payload: { type: 'stopped', stoppedMs: what, deadlineAt } },
  ];
}

/** Of any step, the oldest as well: what came of most of them was long ago. */
function lateAnswers(state: RunState, what: number): JournalEntry[] {
  const sent = state.steps.filter(isToolStep).filter(({ attempts }) => attempts.length > 0);
  const step = sent[what % Math.max(1, sent.length)];
  if (step === undefined) return [];
  const { inputSeq } = told(state);
  const said = { answeredAt: isoAt(START_MS), tainted: true, privateData: false } as const;
  const outcome =
    what % 3 === 0
      ? ({ outcome: 'error', value: null, error: failure(what) } as const)
      : ({ outcome: 'succeeded', value: { said: what }, error: null } as const);
  const about = { type: 'late_answer', step: step.step, attempt: step.attempts.length } as const;
  return [{ kind: 'input', payload: { ...about, inputSeq, ...said, ...outcome, ...later(state) } }];
}

function ending(status: 'succeeded' | 'failed' | 'cancelled'): JournalEntry {
  const error = status === 'succeeded' ? null : { code: status, message: 'It is over.' };
  return { kind: 'end', payload: { type: 'end', status, output: null, partial: null, error } };
}

const modelIntent = (step: number, attempt: number, rung = 0): JournalEntry => ({
  kind: 'intent',
  payload: {
    type: 'model',
    step,
    attempt,
    model: 'demo',
    modelVersion: 1,
    maxOutputTokens: 100,
    // Journals from before holds have none.
    ...(step % 5 === 0 ? {} : { held: { inputTokens: 50, fixedBytes: 20, messages: step, microUsd: step } }),
    route: { rung, top: TOP, why: { reason: 'first' } },
  },
});

function aboutModel(step: ModelStepState, what: number): JournalEntry[] {
  if (step.status !== 'running') {
    const again = modelIntent(step.step, step.attempts.length + 1, step.route?.rung);
    return step.held === null ? [again] : [chargedEntry(step), again];
  }
  const usage = { inputTokens: what, outputTokens: 3, cachedInputTokens: 0, reasoningTokens: 0 };
  const figures = {
    type: 'model',
    step: step.step,
    attempt: step.attempts.length,
    usage,
    costMicroUsd: what,
    reportedModel: null,
    latencyMs: what,
  } as const;
  const text = what % 2 === 0 ? `Thought ${what}.` : null;
  const decision = { chosen: 'notes.add', confidence: 0.9, reasoning: null, alternatives: null };
  const calls = Array.from({ length: 1 + (what % 3) }, (_, i) => ({
    // As short as a provider may make it: the same in each answer.
    callId: `call-${i}`,
    step: step.step + 1 + i,
    tool: 'notes.add',
    arguments: { number: what % 5 === 0 ? what : 0 },
    decision,
  }));
  const answer = { kind: 'result', payload: { ...figures, outcome: 'calls', text, calls } } as const;
  const error = failure(what);
  const problems = [{ path: '/calls', message: 'are none' }];
  const isTop = (step.route?.rung ?? TOP) >= TOP;
  const onTop = { topRung: { costMicroUsd: 2 * what, setAside: !isTop && what % 2 === 0 } };
  const unsure: JournalEntry = {
    kind: 'result',
    payload: {
      ...figures,
      outcome: 'unsure',
      text,
      stated: { confidence: what % 4 === 0 ? null : 0.3, below: 0.6 },
      raw: { what },
      topRung: { costMicroUsd: 2 * what, setAside: true },
    },
  };
  return [
    answer,
    answer,
    answer,
    { kind: 'result', payload: { ...figures, outcome: 'invalid', text, problems, raw: { what }, ...onTop } },
    { kind: 'result', payload: { ...figures, outcome: 'error', error, retryAt: null, ...onTop } },
    ...(isTop ? [] : [unsure]),
    { kind: 'result', payload: { ...figures, outcome: 'error', error, retryAt: isoAt(START_MS) } },
    ...(what % 11 === 0
      ? ([
          {
            kind: 'result',
            payload: {
              ...figures,
              outcome: 'finish',
              text,
              finishStep: step.step + 1,
              output: what,
              decision,
            },
          },
        ] as const)
      : []),
  ];
}
