// A model that answers from a script, by the turn of the conversation and not by the number of calls, so that a repeated call gets the same answer.
import type { JsonObject, JsonValue } from '@/lib/domain/json';
import { wireToolName } from '@/lib/domain/names';
import type { ModelAnswer, ModelClient, ModelRequest } from '@/lib/ports/model-client';

export type ScriptedAnswer = (
  request: ModelRequest,
  signal: AbortSignal,
) => ModelAnswer | Promise<ModelAnswer>;

const USAGE = { inputTokens: 100, outputTokens: 20, cachedInputTokens: 0, reasoningTokens: 0 };
const SURE = { confidence: 0.9, reasoning: 'It is asked for.', alternatives: [] };

/** The turn is the number of answers that the conversation holds already; the last one is given from then on. */
export class ScriptedModel implements ModelClient {
  readonly requests: ModelRequest[] = [];
  /** What comes before the first byte, where it takes time: secrets, names, the connection. */
  beforeConnect: (() => Promise<void>) | null = null;
  /** The answer where no tool is offered: the run is to be summed up. */
  summary: ScriptedAnswer = says('So far so good.');

  constructor(public turns: readonly ScriptedAnswer[]) {}

  async complete(request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer> {
    if (this.beforeConnect !== null) await this.beforeConnect();
    request.beforeSend?.();
    this.requests.push(request);
    if (request.tools.length === 0) return this.summary(request, signal);
    const turn = request.messages.filter((message) => message.role === 'assistant').length;
    const script = this.turns[Math.min(turn, this.turns.length - 1)];
    if (script === undefined) throw new Error('the script is empty');
    return script(request, signal);
  }
}

/** The same answer with so many tokens counted. */
export const counting =
  (script: ScriptedAnswer, inputTokens: number, outputTokens: number): ScriptedAnswer =>
  async (request, signal) => ({
    ...(await script(request, signal)),
    usage: { ...USAGE, inputTokens, outputTokens },
  });

export type ScriptedCall = {
  readonly tool: string;
  readonly arguments: JsonObject;
  /** `undefined` leaves `_decision` out. */
  readonly decision?: JsonValue | undefined;
};

export const answers =
  (...calls: ScriptedCall[]): ScriptedAnswer =>
  (request) => ({
    text: null,
    calls: calls.map((call, i) => ({
      callId: `call-${request.messages.length}-${i}`,
      tool: wireToolName(call.tool),
      arguments: {
        ...call.arguments,
        ...('decision' in call
          ? call.decision === undefined
            ? {}
            : { _decision: call.decision }
          : { _decision: SURE }),
      },
      malformed: false,
    })),
    usage: USAGE,
    reportedModel: 'scripted-1',
    finishReason: 'tool-calls',
  });

export const finishes = (answer: string): ScriptedAnswer =>
  answers({ tool: 'finish', arguments: { output: { answer } } });

export const says =
  (text: string | null, finishReason: ModelAnswer['finishReason'] = 'stop'): ScriptedAnswer =>
  () => ({ text, calls: [], usage: USAGE, reportedModel: null, finishReason });
