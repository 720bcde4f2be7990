// Carries out one attempt of a tool call inside idempotency, timeout and retry decision; refuses to send what the ledger or the lease does not give it.
import type { RecordedError } from '@/lib/domain/errors';
import type { ToolResult } from '@/lib/domain/journal-payload';
import type { JsonValue } from '@/lib/domain/json';
import type { PlannedCall } from '@/lib/domain/planned-call';
import type { AttemptState, ToolStepState } from '@/lib/domain/run-state';
import type { ResultSource } from '@/lib/domain/step';
import type { ToolVersion } from '@/lib/domain/tool';
import { isoAt } from '@/lib/ports/clock';
import type { EffectClaimOutcome } from '@/lib/ports/effect-ledger';
import type { ToolRequest } from '@/lib/ports/tool-client';
import { stepTimeoutMs } from '@/lib/resilience/deadline';
import { decideRetry, type RetryDecision } from '@/lib/resilience/retry-decision';
import { claimRefusal } from './claim-refusal';
import { isBusy } from './effect-places';
import { lastLook, requireLeave } from './last-look';
import type { LateAnswers } from './late-answers';
import { errorLabels, journalMarks, recorded } from './record-error';
import type { Permit } from './run-control';
import { IN_FLIGHT_BACKOFF } from './runtime-constants';
import type { RuntimePorts } from './runtime-ports';
import { type Listening, withinTime } from './time-limit';
import { chargeOf } from './tool-charge';

/** One attempt whose intent is committed. `claim` is what the ledger said in that commit; null for a read and a look-up, which need none. */
export type ToolWork = {
  readonly runId: string;
  /** With the open attempt as its last one. */
  readonly step: ToolStepState;
  /** The contract version that was admitted; what is configured today does not change a call under way. */
  readonly tool: ToolVersion;
  readonly claim: EffectClaimOutcome | null;
  readonly deadlineMs: number;
  /** Who listens on after the time of a send; nobody does without it. */
  readonly late?: Pick<LateAnswers, 'listenTo'>;
};

export type ExecutePorts = Pick<RuntimePorts, 'tools' | 'clock' | 'random'>;

/** What the attempt yields, before it is sealed. An unknown outcome carries no approval yet: the caller opens it. */
export type ToolOutcome = ToolResult;

/**
 * The order of things: the ledger's word first (a key that succeeded is never sent again), then for a reconcilable call in doubt the receiver's
 * word, then the send, all within the step's timeout. Whatever goes wrong becomes a decision by error class × effect class × doubt.
 * Never throws; a call that may not leave ends refused, and certainly was not sent.
 */
export async function executeStep(
  work: ToolWork,
  ports: ExecutePorts,
  permit: Permit,
  signal: AbortSignal,
): Promise<ToolOutcome> {
  const { claim } = work;
  const attempt = new Attempt(work, ports, permit, signal);
  if (claim !== null && claim.status !== 'claimed') return attempt.withoutSending(claim);
  if (attempt.mode === 'look_up') return attempt.lookUp();
  const result = await attempt.send();
  const { step, tool } = work;
  const price = tool.definition.price;
  const spent = chargeOf(result, { held: step.held, price }, attempt.wasCalled);
  return spent === null ? result : { ...result, spent };
}

class Attempt {
  private readonly call: PlannedCall;
  private readonly number: number;
  readonly mode: 'send' | 'look_up';
  private readonly startedMs: number;
  /** The call itself was begun, beyond any look-up before it. */
  wasCalled = false;

  constructor(
    private readonly work: ToolWork,
    private readonly ports: ExecutePorts,
    private readonly permit: Permit,
    private readonly signal: AbortSignal,
  ) {
    const { step } = work;
    const open = step.attempts.at(-1);
    if (step.call === null || open === undefined) throw new Error(`step ${step.step} has no open attempt`);
    this.call = step.call;
    this.number = open.attempt;
    this.mode = open.mode;
    this.startedMs = ports.clock.monotonicMs();
  }

  /** The ledger knows the key: its result is given again, or it belongs to somebody else. */
  withoutSending(claim: Exclude<EffectClaimOutcome, { status: 'claimed' }>): ToolOutcome {
    if (claim.status === 'replay') return this.succeeded(claim.response, 'ledger', claim);
    const error = claimRefusal(claim, this.call, this.work.runId);
    return error.class === 'refused' ? this.failed(error, 'nothing_sent') : this.final(error);
  }

  async send(): Promise<ToolOutcome> {
    if (this.call.effect === 'reconcilable' && this.work.step.doubt) {
      // The last look before the write: an earlier attempt may have arrived since it was looked for.
      const found = await this.ask();
      if ('class' in found) return this.failed(found, 'look_up');
      if (found.value !== null) return this.succeeded(found.value, 'look_up');
    }
    try {
      this.wasCalled = true;
      const listening = this.listening();
      const call = (signal: AbortSignal, look: () => void) => {
        const beforeSend = () => {
          look();
          listening?.onSent();
        };
        return this.ports.tools.call({ ...this.request(), beforeSend }, signal);
      };
      const value = await this.timed(call, listening);
      return this.succeeded(value, 'call');
    } catch (cause) {
      return this.failed(recorded(cause, this.call.effect === 'read' ? 'retryable' : 'unknown'), 'sent');
    }
  }

  /** "Not found" is believed only when nothing can be under way any more; found is believed at once. */
  async lookUp(): Promise<ToolOutcome> {
    const found = await this.ask();
    if ('class' in found) return this.failed(found, 'look_up');
    if (found.value !== null) return this.succeeded(found.value, 'look_up');
    const { step } = this.work;
    const early = step.settlesAt !== null && this.ports.clock.now() < Date.parse(step.settlesAt);
    const failures = this.failuresOf('send');
    if (!early && failures >= this.call.maxAttempts) {
      const message = `It did not happen, after ${failures} attempts. ${step.error?.message ?? ''}`.trim();
      return this.final({ code: step.error?.code ?? 'attempts_exhausted', message, class: 'fatal' });
    }
    return {
      ...this.figures(),
      outcome: 'not_found',
      next: early ? 'look_up' : 'send',
      retryAt: early ? step.settlesAt : null,
    };
  }

  private async ask(): Promise<{ value: JsonValue | null } | RecordedError> {
    try {
      return { value: await this.timed((signal) => this.ports.tools.lookUp(this.request(), signal)) };
    } catch (cause) {
      return recorded(cause, 'retryable');
    }
  }

  /** A read that comes late is of no use to anybody. */
  private listening() {
    const { runId, step, tool, late } = this.work;
    if (this.call.effect === 'read') return undefined;
    return late?.listenTo({ runId, step: step.step, attempt: this.number, tool });
  }

  private async timed<T>(
    call: (signal: AbortSignal, look: () => void) => Promise<T>,
    listening?: Listening<T>,
  ): Promise<T> {
    requireLeave(this.permit);
    const { clock } = this.ports;
    const leftMs = this.work.deadlineMs - clock.now();
    const timeoutMs = Math.max(1, stepTimeoutMs(this.call.timeoutMs, leftMs));
    const look = lastLook(this.permit, clock, timeoutMs);
    return withinTime(clock, timeoutMs, this.signal, (signal) => call(signal, look), listening);
  }

  private request(): ToolRequest {
    const { runId, step, tool } = this.work;
    const asker = { runId, step: step.step };
    return { tool, arguments: step.arguments, effectKey: this.call.effectKey, asker };
  }

  private succeeded(
    value: JsonValue,
    source: Exclude<ResultSource, 'person' | 'late_answer'>,
    labels: { tainted: boolean; privateData: boolean } = this.labels(),
  ): ToolOutcome {
    const { tainted, privateData } = labels;
    return { ...this.figures(), outcome: 'succeeded', value, source, tainted, privateData };
  }

  private labels() {
    const { untrustedOutput, privateData } = this.work.tool.definition;
    return { tainted: untrustedOutput, privateData };
  }

  /** @param how `look_up`: the question failed and nothing was sent. `nothing_sent`: refused or failed before any request. */
  failed(error: RecordedError, how: 'sent' | 'look_up' | 'nothing_sent'): ToolOutcome {
    const decision = this.decide(error, how);
    const next = ({ RETRY: 'retry', LOOK_UP: 'look_up', ASK: 'ask', FINAL: 'final' } as const)[decision.kind];
    const retryAt = 'atMs' in decision ? isoAt(decision.atMs) : null;
    return { ...this.error(error), next, retryAt };
  }

  private decide(error: RecordedError, how: 'sent' | 'look_up' | 'nothing_sent'): RetryDecision {
    const { step, deadlineMs } = this.work;
    const { effect, maxAttempts } = this.call;
    const mode = this.mode === 'look_up' || how === 'look_up' ? 'look_up' : 'send';
    // A reconcilable call was looked up right before this send, so that only this very attempt can be in doubt.
    const beforehand = how === 'sent' && effect === 'reconcilable' ? false : step.doubt;
    return decideRetry({
      error,
      effect,
      mode,
      failures: this.failuresOf(this.mode) + 1,
      refusals: this.refusalsInARow() + 1,
      maxAttempts,
      doubt: beforehand || (how === 'sent' && error.class === 'unknown'),
      backoff: isBusy(error) ? IN_FLIGHT_BACKOFF : this.call.backoff,
      nowMs: this.ports.clock.now(),
      deadlineMs,
      random: this.ports.random.next(),
    });
  }

  /** Earlier attempts that failed; what was only deferred is none. */
  private failuresOf(mode: 'send' | 'look_up'): number {
    const { attempts, forgivenAttempts } = this.work.step;
    return attempts
      .slice(forgivenAttempts)
      .filter((one) => one.mode === mode && one.outcome === 'error' && !wasRefused(one)).length;
  }

  private refusalsInARow(): number {
    const earlier = this.work.step.attempts.slice(0, -1);
    return earlier.length - 1 - earlier.findLastIndex((one) => !wasRefused(one));
  }

  private final(error: RecordedError): ToolOutcome {
    return { ...this.error(error), next: 'final', retryAt: null };
  }

  private error(error: RecordedError) {
    const marks = journalMarks(errorLabels(error, this.work.tool.definition));
    return { ...this.figures(), outcome: 'error', error, ...marks, approval: null } as const;
  }

  private figures() {
    const latencyMs = Math.max(0, Math.round(this.ports.clock.monotonicMs() - this.startedMs));
    return { type: 'tool', step: this.work.step.step, attempt: this.number, latencyMs } as const;
  }
}

function wasRefused({ error }: AttemptState): boolean {
  return error?.class === 'refused';
}
