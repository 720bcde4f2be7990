// Knows how a request becomes a completion: script, rules, faults, bounds, usage; refuses to remember conversations.
import type { FaultKind } from '../faults/fault-rule';
import { seededHex } from '../seeded';
import { faultyAnswer } from './answer-faults';
import { bindAnswer, offeredTools } from './answer-rules';
import type { ChatRequest } from './chat-request';
import { answerBytes, clampAnswer } from './clamp-answer';
import type { Completion } from './completion';
import type { Conversation } from './conversation';
import type { ScriptedModel } from './model-registry';
import { PromptCache } from './prompt-cache';
import type { Turn } from './script';
import { byteLength, reasoningTokensFor, tokensOfBytes, usageOf } from './token-usage';

export class ModelServer {
  private readonly cache = new PromptCache();
  private served = 0;

  constructor(
    private readonly seed: string,
    private readonly now: () => Date,
  ) {}

  /** One answer. What it says depends on the request and the seed alone; its id and time do not. */
  complete(
    request: ChatRequest,
    model: ScriptedModel,
    conversation: Conversation,
    fault: FaultKind | null,
  ): Completion {
    const format = request.response_format;
    const turn: Turn = {
      conversation,
      tools: offeredTools(request),
      seed: this.seed,
      responseSchema: format?.type === 'json_schema' ? (format.json_schema.schema ?? {}) : null,
    };
    const answer = faultyAnswer(bindAnswer(model.script(turn), request, turn), fault, turn);

    // Tools stand before the messages, as in a provider's prompt: a changed tool breaks every cached prefix.
    const prompt = JSON.stringify([request.tools ?? [], request.messages]);
    const promptTokens = tokensOfBytes(byteLength(prompt));
    const maxTokens = request.max_completion_tokens ?? request.max_tokens ?? Number.POSITIVE_INFINITY;
    const reasoningTokens = model.reasons ? Math.min(maxTokens, reasoningTokensFor(promptTokens)) : 0;
    const clamped = clampAnswer(answer, maxTokens - reasoningTokens);
    const createdAt = this.now().getTime();
    this.served += 1;
    return {
      head: {
        id: `chatcmpl-${seededHex(24, this.seed, prompt, createdAt, this.served)}`,
        created: Math.floor(createdAt / 1000),
        model: model.version,
        system_fingerprint: `fp_${seededHex(10, this.seed, model.version)}`,
      },
      answer: clamped,
      callIds: clamped.calls.map(
        (_, index) => `call_${seededHex(24, this.seed, model.version, prompt, index)}`,
      ),
      usage: usageOf({
        promptTokens,
        cachedTokens: this.cache.cachedTokens(model.version, prompt),
        completionTokens: Math.max(1, reasoningTokens + tokensOfBytes(answerBytes(clamped))),
        reasoningTokens,
      }),
    };
  }

  clear(): void {
    this.cache.clear();
  }
}
