// The world outside: receivers with books of their own, behind a network that delays, loses and reorders; only those of idempotent tools honour keys.
import { CodedError } from '@/lib/domain/errors';
import type { JsonValue } from '@/lib/domain/json';
import type { Clock } from '@/lib/ports/clock';
import type { ToolClient, ToolRequest } from '@/lib/ports/tool-client';
import { SETTLE_MARGIN_MS } from '../../runtime-constants';
import type { Findings } from './findings';
import { type Looked, ResourceWatch } from './resource-watch';
import type { SeededRandom } from './seeded-random';
import type { Trace } from './trace';

/**
 * refuse, bad_request: certainly nothing happened. lose_request: it never arrives. lose_reply, slow_reply: it happened, and the answer comes
 * never or too late. late: it arrives whatever the caller does meanwhile, but within what the call may take at most.
 */
const FAULTS = [
  'refuse',
  'bad_request',
  'lose_request',
  'lose_reply',
  'slow_reply',
  'late',
  'broken',
] as const;
type Fault = (typeof FAULTS)[number];

export type BookedEffect = { readonly tool: string; readonly key: string; readonly argumentsText: string };

export class SimulatedReceiver implements ToolClient {
  readonly books: BookedEffect[] = [];
  /** Share of calls that go wrong. */
  faultShare = 0;
  /** Requests that have left and may still arrive. */
  underway = 0;
  /** What it has charged for calls of tools with a price, in micro-USD: once for each effect, and for each read that arrived. */
  chargedMicroUsd = 0;
  private readonly answers = new Map<string, JsonValue>();
  private readonly resources: ResourceWatch;

  constructor(
    private readonly clock: Clock,
    private readonly random: SeededRandom,
    private readonly trace: Trace,
    findings: Findings,
    /** Of its own: when what is late arrives. */
    private readonly lateRandom: SeededRandom,
  ) {
    this.resources = new ResourceWatch(findings);
  }

  /** @param begunMs when the caller began the attempt, which it may have been held up in since. */
  async call(request: ToolRequest, signal: AbortSignal, begunMs = this.clock.now()): Promise<JsonValue> {
    const { timeoutMs } = request.tool.definition;
    request.beforeSend?.();
    const looked = this.resources.look(request);
    const fault = this.random.chance(this.faultShare) ? this.random.pick<Fault>(FAULTS) : null;
    if (fault !== null) this.trace.say('network', () => `${fault} for ${this.label(request)}`);
    if (fault === 'late') {
      // It arrives within timeout and margin from the beginning of the attempt, or never: that is what a look-up waits for.
      const lastMs = begunMs + timeoutMs + SETTLE_MARGIN_MS - 100;
      const sooner = this.random.int(0, timeoutMs + SETTLE_MARGIN_MS);
      // Mostly when its caller has given up and somebody may be asked.
      const afterMs = this.lateRandom.chance(0.7) ? timeoutMs + this.lateRandom.int(300, 850) : sooner;
      if (this.clock.now() + afterMs > lastMs) return never(signal);
      const arrived = this.arrival(afterMs).then(() => this.take(request, looked));
      return this.lateRandom.chance(0.5) ? this.saidAfterwards(arrived, signal) : never(signal);
    }
    await this.travel(signal, this.random.int(1, 120));
    if (fault === 'refuse') throw new CodedError('http_503', 'retryable', 'The receiver is busy.');
    if (fault === 'bad_request') throw new CodedError('http_400', 'fatal', 'The receiver refused the call.');
    if (fault === 'lose_request') return never(signal);
    const answer = this.take(request, looked);
    if (fault === 'broken') throw new CodedError('connection_reset', 'unknown', 'The connection broke.');
    if (fault === 'lose_reply') return never(signal);
    const replyMs = fault === 'slow_reply' ? timeoutMs + this.random.int(1, 3_000) : this.random.int(1, 600);
    await this.travel(signal, replyMs);
    return answer;
  }

  async lookUp(request: ToolRequest, signal: AbortSignal): Promise<JsonValue | null> {
    const fails = this.random.chance(this.faultShare / 2);
    await this.travel(signal, this.random.int(1, 80));
    if (fails) throw new CodedError('http_503', 'retryable', 'The receiver is busy.');
    const found = this.answers.get(keyOf(request)) ?? null;
    await this.travel(signal, this.random.int(1, 80));
    return found;
  }

  /** Whoever still listens hears it; what has arrived by then has happened all the same. */
  private async saidAfterwards(arrived: Promise<JsonValue>, signal: AbortSignal): Promise<JsonValue> {
    const answer = await Promise.race([arrived, never(signal)]);
    await this.travel(signal, this.lateRandom.int(1, 4_000));
    return answer;
  }

  countOf(tool: string, key: string): number {
    return this.books.filter((effect) => effect.tool === tool && effect.key === key).length;
  }

  private take(request: ToolRequest, looked: Looked): JsonValue {
    const { tool, effectKey: key, arguments: args } = request;
    const { effect, price } = tool.definition;
    const known = effect === 'idempotent' ? this.answers.get(keyOf(request)) : undefined;
    if (known !== undefined) return known;
    const most = price?.perCallMicroUsd ?? 0;
    const charged = price?.costPath === undefined ? most : most - 100 * (this.books.length % 20);
    this.chargedMicroUsd += charged;
    const answer = { done: tool.name, place: this.books.length, charged };
    if (effect === 'read') return answer;
    this.trace.say('receiver', () => `does ${this.label(request)}`);
    this.resources.act(looked);
    this.books.push({ tool: tool.name, key, argumentsText: JSON.stringify(args) });
    this.answers.set(keyOf(request), answer);
    return answer;
  }

  private label({ tool, effectKey }: ToolRequest): string {
    return `${tool.name}, key ${effectKey}`;
  }

  private async arrival(ms: number): Promise<void> {
    this.underway += 1;
    await this.clock.sleep(ms);
    this.underway -= 1;
  }

  /** A caller that gives up closes the connection: what has not arrived by then is lost. */
  private async travel(signal: AbortSignal, ms: number): Promise<void> {
    await this.clock.sleep(ms, signal);
    if (signal.aborted) throw new Error('the connection was closed');
  }
}

const keyOf = ({ tool, effectKey }: ToolRequest): string => JSON.stringify([tool.name, effectKey]);

function never(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const close = () => reject(new Error('the connection was closed'));
    if (signal.aborted) close();
    else signal.addEventListener('abort', close, { once: true });
  });
}
