// What a model answered, as the runtime takes it; refuses to drop a call that could not be read or to make up a model id.
import { type GenerateTextResult, InvalidToolInputError, type ToolSet } from 'ai';
import { isJsonObject } from '../../domain/json';
import { toolNameFromWire } from '../../domain/names';
import type { AnsweredCall, ModelAnswer } from '../../ports/model-client';
import { isKeepable } from '../bounded-json';
import { type CountedUsage, usageOf } from './token-usage';

type SdkResult = Pick<
  GenerateTextResult<ToolSet, never>,
  'text' | 'toolCalls' | 'finishReason' | 'usage' | 'request' | 'response'
>;
type SdkCall = SdkResult['toolCalls'][number];

function answeredCall(call: SdkCall): AnsweredCall {
  const base = {
    callId: call.toolCallId.toWellFormed(),
    tool: toolNameFromWire(call.toolName.toWellFormed()),
  };
  // An unknown tool keeps its arguments parsed; text means that they were no JSON either.
  const invalid = 'invalid' in call && call.invalid === true;
  const unread = invalid && (InvalidToolInputError.isInstance(call.error) || typeof call.input === 'string');
  if (unread) return { ...base, arguments: String(call.input).toWellFormed(), malformed: true };
  if (isKeepable(call.input)) return { ...base, arguments: call.input, malformed: false };
  return { ...base, arguments: '(arguments that are not valid Unicode)', malformed: true };
}

function finishReasonOf(reason: SdkResult['finishReason']): ModelAnswer['finishReason'] {
  return reason === 'error' ? 'other' : reason;
}

/** The id that the provider itself gave; the SDK would fill in the one that was asked for. */
function reportedModel(body: unknown): string | null {
  return isJsonObject(body) && typeof body.model === 'string' && body.model !== ''
    ? body.model.toWellFormed()
    : null;
}

export function modelAnswer(result: SdkResult): {
  answer: ModelAnswer;
  usageSource: CountedUsage['source'];
} {
  const { usage, source } = usageOf(result);
  const answer: ModelAnswer = {
    text: result.text === '' ? null : result.text.toWellFormed(),
    calls: result.toolCalls.map(answeredCall),
    usage,
    reportedModel: reportedModel(result.response.body),
    finishReason: finishReasonOf(result.finishReason),
  };
  return { answer, usageSource: source };
}
