// The model of a simulated world: answers by the script of the run that asks and the turn of its conversation; sometimes it fails, hangs or talks nonsense.
import { CodedError } from '@/lib/domain/errors';
import type { Clock } from '@/lib/ports/clock';
import type { ModelAnswer, ModelClient, ModelRequest } from '@/lib/ports/model-client';
import { answers, counting, finishes, says } from '../scripted-model';
import type { PlannedRun } from './plan';
import type { SimulatedRouting } from './routing';
import type { SeededRandom } from './seeded-random';

type Fault = 'busy' | 'unauthorised' | 'nonsense' | 'hang';

export class SimulatedModel implements ModelClient {
  /** Share of calls that go wrong. */
  faultShare = 0;
  /** What it counts of what it is sent; null: next to nothing. */
  countsInput: number | null = null;
  /** How its agents' own model answers where they have a stronger one. */
  routing: SimulatedRouting | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly random: SeededRandom,
    private readonly runs: readonly PlannedRun[],
  ) {}

  async complete(request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer> {
    const fault = this.random.chance(this.faultShare) ? this.fault() : null;
    await this.clock.sleep(this.random.int(5, 900), signal);
    if (signal.aborted) throw new Error('the connection was closed');
    request.beforeSend?.();
    if (fault === 'busy') throw new CodedError('http_503', 'retryable', 'The model is busy.');
    if (fault === 'unauthorised') throw new CodedError('http_401', 'fatal', 'The key is not valid.');
    if (fault === 'nonsense') return says(null)(request, signal);
    if (fault === 'hang') {
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('the connection was closed')));
      });
    }
    if (request.tools.length === 0)
      return counting(says('So far so good.'), 900, request.maxOutputTokens)(request, signal);
    const turn = request.messages.filter((message) => message.role === 'assistant').length;
    const calls = this.scriptOf(request)[turn];
    const script = calls === undefined ? finishes('Done.') : answers(...calls);
    const counted = this.countsInput === null ? script : counting(script, this.countsInput, 40);
    const answer = await counted(request, signal);
    return this.routing === null ? answer : this.routing.answerOf(request, answer);
  }

  private fault(): Fault {
    return this.random.pick<Fault>(['busy', 'busy', 'nonsense', 'hang', 'unauthorised']);
  }

  /** A run's input names its script. */
  private scriptOf({ messages }: ModelRequest): PlannedRun['turns'] {
    const [first] = messages;
    const input: unknown = first?.role === 'user' ? JSON.parse(first.text) : null;
    const run = this.runs.find(
      ({ name }) => typeof input === 'object' && input !== null && 'script' in input && input.script === name,
    );
    if (run === undefined) throw new Error('the conversation belongs to no planned run');
    return run.turns;
  }
}
