// What a dry run is given instead of the world: what was called and answered in the run that it was forked from, by that run's own fold. Sends nothing and writes nothing.
import { canonicalJson } from '@/lib/domain/canonical-json';
import type { RecordedError } from '@/lib/domain/errors';
import type { ForkedFrom } from '@/lib/domain/fork';
import type { JournalPayloads } from '@/lib/domain/journal-payload';
import type { JournalRow } from '@/lib/domain/journal-row';
import type { JsonValue } from '@/lib/domain/json';
import type { PlannedCall } from '@/lib/domain/planned-call';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';
import type { RunStore } from '@/lib/ports/run-store';
import { decodeRow } from './decode-row';
import { foldJournal } from './fold';
import { isToolStep } from './step-access';
import { answerLabels } from './tool-answer';

export type RecordedResult = {
  readonly step: number;
  readonly value: JsonValue | null;
  /** null where it succeeded. */
  readonly error: RecordedError | null;
  readonly tainted: boolean;
  readonly privateData: boolean;
};

type ModelIntent = Extract<JournalPayloads['intent'], { type: 'model' }>;
type ModelAnswer = Extract<JournalPayloads['result'], { outcome: 'calls' | 'finish' }>;
export type RecordedAnswer = {
  readonly step: number;
  readonly intent: ModelIntent;
  readonly result: ModelAnswer;
};

/** Of the steps that the fork takes anew; each is given once, in the order of the recording. */
export class Recording {
  private readonly state: RunState;
  private readonly answers: readonly RecordedAnswer[];

  /** @throws JournalUnreadableError where the journal can't be read, or was erased. */
  constructor(
    rows: readonly JournalRow[],
    private readonly fork: Pick<ForkedFrom, 'firstStep' | 'until' | 'seq'>,
  ) {
    const recorded = rows.slice(0, fork.until);
    this.state = foldJournal(recorded);
    this.answers = answersIn(recorded.slice(fork.seq));
  }

  /** What this very call came to: same tool, same canonical arguments; null where it was not made, or not once more. */
  resultOf(call: PlannedCall, taken: readonly number[]): RecordedResult | null {
    const asked = keyOf(call);
    const found = this.state.steps
      .filter(isToolStep)
      .find(
        (step) =>
          step.step >= this.fork.firstStep &&
          !taken.includes(step.step) &&
          cameToAnEnd(step) &&
          step.call !== null &&
          keyOf(step.call) === asked,
      );
    return found === undefined ? null : resultOfStep(found);
  }

  /** The next answer of the model; null where the recording is over. */
  nextAnswer(taken: readonly number[]): RecordedAnswer | null {
    return this.answers.find(({ step }) => !taken.includes(step)) ?? null;
  }
}

/** Journals of what was forked, for dry runs of one process. */
export function recordingsIn(store: Pick<RunStore, 'loadJournal'>): (fork: ForkedFrom) => Promise<Recording> {
  const known = new Map<string, Promise<Recording>>();
  return (fork) => {
    const key = `${fork.runId}:${fork.until}:${fork.firstStep}`;
    const loaded = known.get(key) ?? store.loadJournal(fork.runId).then((rows) => new Recording(rows, fork));
    known.clear();
    known.set(key, loaded);
    loaded.catch(() => known.delete(key));
    return loaded;
  };
}

const keyOf = ({ tool, arguments: args }: Pick<PlannedCall, 'tool' | 'arguments'>): string =>
  canonicalJson([tool, args], { normaliseUnicode: true });

/** What was denied, rejected or cut off came to no answer of the tool's. */
const cameToAnEnd = ({ status }: ToolStepState): boolean => status === 'succeeded' || status === 'failed';

function resultOfStep(step: ToolStepState): RecordedResult {
  const { status, result, error, tainted } = step;
  const { privateData } = answerLabels(step, status === 'failed' ? null : result);
  const failed = { code: 'failed', message: 'It failed.', class: 'fatal' } as const;
  return {
    step: step.step,
    value: result,
    error: status === 'failed' ? (error ?? failed) : null,
    tainted,
    privateData,
  };
}

/** Only those that the run went on with: what was invalid, set aside or a summary was none. */
function answersIn(rows: readonly JournalRow[]): RecordedAnswer[] {
  const answers: RecordedAnswer[] = [];
  let asked: ModelIntent | null = null;
  for (const row of rows) {
    const { kind, payload } = decodeRow(row);
    if (kind === 'intent' && payload.type === 'model') asked = payload;
    if (kind !== 'result' || payload.type !== 'model' || asked?.step !== payload.step) continue;
    if (payload.outcome === 'calls' || payload.outcome === 'finish')
      answers.push({ step: payload.step, intent: asked, result: payload });
  }
  return answers;
}
