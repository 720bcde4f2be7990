// Calls tools over HTTP: contract checked before and after, one attempt, and an error that says whether the effect may have happened.
import { CONTRACT_BROKEN, CodedError, type Problem } from '../../domain/errors';
import type { JsonValue } from '../../domain/json';
import type { EffectClass } from '../../domain/tool';
import type { Clock } from '../../ports/clock';
import type { SchemaValidator } from '../../ports/schema-validator';
import type { SecretReader } from '../../ports/secrets';
import type { ToolClient, ToolRequest } from '../../ports/tool-client';
import type { EgressClient, EgressResponse } from '../egress/egress-client';
import { EgressError } from '../egress/egress-error';
import { classOfStatus, readAnswer, statusError } from './http-answer';
import { callRequest, type HttpRequest, lookUpRequest } from './http-request';
import { keptMisfit } from './kept-misfit';
import { foundIn } from './look-up-answer';

export type HttpToolClientOptions = {
  readonly egress: EgressClient;
  readonly secrets: SecretReader;
  readonly validator: SchemaValidator;
  readonly clock: Pick<Clock, 'now'>;
};

function listed(problems: readonly Problem[]): string {
  return problems
    .slice(0, 3)
    .map(({ path, message }) => `${path === '' ? 'the whole value' : path} ${message}`)
    .join('; ');
}

function isSuccess(response: EgressResponse): boolean {
  return response.status >= 200 && response.status < 300;
}

export class HttpToolClient implements ToolClient {
  constructor(private readonly options: HttpToolClientOptions) {}

  async call(request: ToolRequest, signal: AbortSignal): Promise<JsonValue> {
    const { definition } = request.tool;
    const problems = this.options.validator.validate(definition.inputSchema, request.arguments);
    if (problems.length > 0) {
      throw new CodedError('invalid_arguments', 'fatal', `the arguments do not fit: ${listed(problems)}`);
    }
    const { arguments: args, effectKey } = request;
    const wire = await callRequest(definition, args, effectKey, this.options.secrets);
    const response = await this.send(request, wire, definition.effect, signal, request.beforeSend);
    if (!isSuccess(response)) {
      throw statusError(response, definition.effect, this.options.clock.now());
    }
    // The call went through, so a bad answer leaves the effect in doubt; a read may be tried again or given up.
    return this.accepted(request, this.read(response, definition.effect), definition.effect);
  }

  async lookUp(request: ToolRequest, signal: AbortSignal): Promise<JsonValue | null> {
    const { definition } = request.tool;
    const { arguments: args, effectKey } = request;
    const wire = await lookUpRequest(definition, args, effectKey, this.options.secrets);
    const response = await this.send(request, wire, 'read', signal);
    if (response.status === 404) return null;
    if (!isSuccess(response)) throw statusError(response, 'read', this.options.clock.now());
    const found = foundIn(this.read(response, 'read'));
    return found === null ? null : this.accepted(request, found, definition.effect);
  }

  private async send(
    { tool, asker }: ToolRequest,
    wire: HttpRequest,
    effect: EffectClass,
    signal: AbortSignal,
    beforeSend?: () => void,
  ): Promise<EgressResponse> {
    try {
      return await this.options.egress.request({
        ...wire,
        caller: { kind: 'tool', name: tool.name, asker },
        hosts: tool.definition.http?.redirectHosts,
        signal,
        beforeSend,
      });
    } catch (error) {
      if (!(error instanceof EgressError)) throw error;
      if (effect === 'read') throw error.asHarmless();
      // The head of an answer arrived and settles it, although the rest was lost.
      if (error.status !== null && error.status >= 300) {
        const errorClass = classOfStatus(error.status, effect);
        throw new CodedError(`http_${error.status}`, errorClass, error.message, { cause: error });
      }
      throw error;
    }
  }

  private read(response: EgressResponse, effect: EffectClass): JsonValue {
    const answer = readAnswer(response);
    if (answer.ok) return answer.value;
    const { host } = new URL(response.url);
    const errorClass = effect === 'read' ? 'retryable' : 'unknown';
    const message = `the answer of ${host} can not be read: ${answer.reason}`;
    throw new CodedError('response_unreadable', errorClass, message);
  }

  private accepted(request: ToolRequest, value: JsonValue, effect: EffectClass): JsonValue {
    const { outputSchema } = request.tool.definition;
    if (outputSchema === undefined) return value;
    const problems = this.options.validator.validate(outputSchema, value);
    if (problems.length === 0) return value;
    const message = `the answer of ${request.tool.name} breaks its contract: ${listed(problems)}`;
    const misfit = keptMisfit(value);
    throw new CodedError(CONTRACT_BROKEN, effect === 'read' ? 'fatal' : 'unknown', message, { misfit });
  }
}
