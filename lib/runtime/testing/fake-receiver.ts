// The world outside in tests: a receiver with a ledger of its own, which counts every effect it had, and whose replies can be delayed or lost.
import { CodedError } from '@/lib/domain/errors';
import type { JsonValue } from '@/lib/domain/json';
import type { ToolClient, ToolRequest } from '@/lib/ports/tool-client';

/**
 * refuse, bad_request: certainly nothing happened. lose_reply, hang: it happened and no reply comes. hang_before: it never happens.
 * late: no reply comes, and it happens only when `releaseLate` is called.
 */
export type ReceiverFault = 'refuse' | 'bad_request' | 'lose_reply' | 'hang' | 'hang_before' | 'late';

export class FakeReceiver implements ToolClient {
  /** Effects that happened, in order, reads aside. */
  readonly effects: { readonly key: string; readonly tool: string; readonly arguments: JsonValue }[] = [];
  /** Every call that arrived. */
  readonly calls: ToolRequest[] = [];
  readonly lookUps: string[] = [];
  /** Taken one by one by the calls that arrive; `null` is a good answer. */
  faults: (ReceiverFault | null)[] = [];
  private readonly late: (() => void)[] = [];
  private readonly answers = new Map<string, JsonValue>();
  /** What a call yields; the default tells what was asked. */
  respond: (request: ToolRequest) => JsonValue = ({ tool, arguments: args }) => ({ done: tool.name, args });
  /** What comes before the first byte, where it takes time: secrets, names, the connection. */
  beforeConnect: (() => Promise<void>) | null = null;
  /** Called when an effect has happened and the reply is about to leave. */
  afterEffect: () => Promise<void> = async () => {};

  /** @param honoursKeys a repeated key gets the first answer again and has no second effect. */
  constructor(private readonly honoursKeys: boolean) {}

  async call(request: ToolRequest, signal: AbortSignal): Promise<JsonValue> {
    const { beforeSend, ...asked } = request;
    if (this.beforeConnect !== null) await this.beforeConnect();
    if (signal.aborted) throw new CodedError('aborted', 'retryable', 'Given up before anything was sent.');
    beforeSend?.();
    this.calls.push(asked);
    const fault = this.faults.shift() ?? null;
    if (fault === 'refuse') throw new CodedError('http_503', 'retryable', 'The receiver is busy.');
    if (fault === 'bad_request') throw new CodedError('http_400', 'fatal', 'The receiver refused the call.');
    if (fault === 'hang_before') return never(signal);
    if (fault === 'late') {
      this.late.push(() => this.take(request));
      return never(signal);
    }
    const answer = this.take(request);
    await this.afterEffect();
    if (fault === 'hang') return never(signal);
    if (fault === 'lose_reply') throw new CodedError('connection_reset', 'unknown', 'The connection broke.');
    return answer;
  }

  async lookUp(request: ToolRequest, _signal: AbortSignal): Promise<JsonValue | null> {
    this.lookUps.push(request.effectKey);
    return this.answers.get(request.effectKey) ?? null;
  }

  /** What is still under way arrives now. */
  releaseLate(): void {
    for (const arrive of this.late.splice(0)) arrive();
  }

  countOf(key: string): number {
    return this.effects.filter((effect) => effect.key === key).length;
  }

  private take(request: ToolRequest): JsonValue {
    const { effectKey: key, tool, arguments: args } = request;
    if (tool.definition.effect === 'read') return this.respond(request);
    const known = this.answers.get(key);
    if (this.honoursKeys && known !== undefined) return known;
    const answer = this.respond(request);
    this.effects.push({ key, tool: tool.name, arguments: args });
    this.answers.set(key, answer);
    return answer;
  }
}

function never(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('the connection was closed')));
  });
}
