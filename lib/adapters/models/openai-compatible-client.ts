// Calls any model behind an OpenAI-compatible endpoint: one step a call, nothing executed, nothing retried, through the guarded door.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, wrapLanguageModel } from 'ai';
import type { Clock } from '../../ports/clock';
import type { Logger } from '../../ports/logger';
import type { ModelAnswer, ModelClient, ModelRequest } from '../../ports/model-client';
import type { SecretReader } from '../../ports/secrets';
import type { EgressClient } from '../egress/egress-client';
import { egressFetch } from '../egress/egress-fetch';
import { modelError } from './model-error';
import { modelAnswer } from './sdk-answer';
import { sdkMessages, sdkTools } from './sdk-messages';
import { separateCalls } from './separate-calls';

const MEBIBYTE = 1024 * 1024;
/** A context of a million tokens is some four megabytes of text. */
const BOUNDS = { maxRequestBytes: 16 * MEBIBYTE, maxResponseBytes: 4 * MEBIBYTE };

const USAGE_WARNINGS = {
  estimated: 'the provider reported no token usage; a bound was taken',
  clamped: 'the provider reported more tokens than a call can use; the most that one may was taken',
} as const;

// Its warnings would go to the console past the log and its redaction.
globalThis.AI_SDK_LOG_WARNINGS = false;

export type OpenAiCompatibleClientOptions = {
  readonly egress: EgressClient;
  readonly secrets: SecretReader;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Pick<Logger, 'warn'>;
};

export class OpenAiCompatibleClient implements ModelClient {
  constructor(private readonly options: OpenAiCompatibleClientOptions) {}

  async complete(request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer> {
    const { name } = request.model;
    // The SDK wraps what its fetch throws, so it is kept from it.
    let refusal: { readonly cause: unknown } | null = null;
    const beforeSend = () => {
      try {
        request.beforeSend?.();
      } catch (cause) {
        refusal = { cause };
        throw cause;
      }
    };
    try {
      const { answer, usageSource } = modelAnswer(await this.generate(request, signal, beforeSend));
      if (usageSource !== 'reported')
        this.options.logger.warn(USAGE_WARNINGS[usageSource], { model: name, ...answer.usage });
      return answer;
    } catch (error) {
      if (refusal !== null) throw (refusal as { readonly cause: unknown }).cause; // safe because only beforeSend writes it
      throw modelError(error, name, signal, this.options.clock.now());
    }
  }

  private async generate(request: ModelRequest, signal: AbortSignal, beforeSend: () => void) {
    const { name, definition } = request.model;
    const caller = { kind: 'model', name, asker: request.asker } as const;
    const apiKey =
      definition.apiKeySecret === undefined
        ? undefined
        : await this.options.secrets.read(definition.apiKeySecret);
    const provider = createOpenAICompatible({
      name: 'bulkhead',
      baseURL: definition.baseUrl,
      fetch: egressFetch(this.options.egress, { ...BOUNDS, beforeSend, caller }),
      ...(apiKey === undefined ? {} : { apiKey }),
    });
    return generateText({
      model: wrapLanguageModel({ model: provider.chatModel(definition.model), middleware: separateCalls }),
      messages: sdkMessages(request.messages),
      maxOutputTokens: request.maxOutputTokens,
      maxRetries: 0,
      abortSignal: signal,
      ...(request.system === '' ? {} : { system: request.system }),
      ...(request.tools.length === 0 ? {} : { tools: sdkTools(request.tools) }),
    });
  }
}
