// Listens on after a call's time is over, for a while: what is said then is told to the run as evidence, whoever owns it by now. Nothing here is a result.
import { CodedError, StoreUnavailableError } from '@/lib/domain/errors';
import type { JsonValue } from '@/lib/domain/json';
import { type RunInput, runInput } from '@/lib/domain/run-input';
import type { ToolVersion } from '@/lib/domain/tool';
import { isoAt } from '@/lib/ports/clock';
import { fullJitterMs } from '@/lib/resilience/backoff';
import { errorLabels } from './record-error';
import { LATE_ANSWER_GRACE_MS, LATE_ANSWER_TRIES, STORE_BACKOFF } from './runtime-constants';
import type { RuntimePorts } from './runtime-ports';
import { storedPayload } from './stored-payload';
import type { Listening } from './time-limit';

export type ListenedAttempt = {
  readonly runId: string;
  readonly step: number;
  readonly attempt: number;
  readonly tool: ToolVersion;
};

type Heard = Omit<Extract<RunInput, { type: 'late_answer' }>, 'type' | 'step' | 'attempt' | 'answeredAt'>;

/** Under which a late answer reaches its run once. */
export const lateAnswerKey = (step: number, attempt: number) => `late:${step}:${attempt}`;

export class LateAnswers {
  constructor(
    private readonly ports: Pick<RuntimePorts, 'store' | 'clock' | 'random' | 'redactor' | 'logger'>,
    /** The run has got an input. */
    private readonly onTold: (runId: string) => void,
    /** This process listens to nothing any more. */
    private readonly stopped: AbortSignal,
  ) {}

  /** For one send of an effect. `isSent` turns true when its first byte is about to leave: what has not left by its time never leaves. */
  listenTo(attempt: ListenedAttempt): Listening<JsonValue> & { readonly onSent: () => void } {
    let isSent = false;
    return {
      onSent: () => {
        isSent = true;
      },
      isSent: () => isSent && !this.stopped.aborted,
      graceMs: LATE_ANSWER_GRACE_MS,
      until: this.stopped,
      heard: (end) => {
        const heard =
          'value' in end ? this.answer(attempt.tool, end.value) : errorIn(attempt.tool, end.error);
        if (heard !== null) void this.tell(attempt, heard);
      },
    };
  }

  private answer({ definition }: ToolVersion, value: JsonValue): Heard {
    const { untrustedOutput: tainted, privateData } = definition;
    return { outcome: 'succeeded', value, tainted, privateData, error: null };
  }

  /** Evidence is worth a few tries, but nothing waits for it. */
  private async tell({ runId, step, attempt }: ListenedAttempt, heard: Heard): Promise<void> {
    const { store, clock, random, redactor, logger } = this.ports;
    const said = { type: 'late_answer', step, attempt, answeredAt: isoAt(clock.now()), ...heard } as const;
    for (let tries = 1; ; tries++) {
      try {
        const input = runInput.parse(storedPayload(said as unknown as JsonValue, redactor)); // safe because the input's schema describes JSON
        await store.tellRun(runId, input, lateAnswerKey(step, attempt));
        this.onTold(runId);
        return;
      } catch (cause) {
        const isAway = cause instanceof StoreUnavailableError;
        if (!isAway || tries >= LATE_ANSWER_TRIES || this.stopped.aborted) {
          logger.warn('a late answer could not be recorded', { runId, step, attempt, cause });
          return;
        }
        await clock.sleep(fullJitterMs(tries, STORE_BACKOFF, random.next()), this.stopped);
      }
    }
  }
}

/** An error of ours, or one that the adapter did not foresee, says nothing of the receiver. */
function errorIn({ definition }: ToolVersion, cause: unknown): Heard | null {
  if (!(cause instanceof CodedError) || cause.class === 'refused') return null;
  const labels = errorLabels(cause, definition);
  return { outcome: 'error', value: null, ...labels, error: cause.toRecord() };
}
