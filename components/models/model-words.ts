// What a model's configuration says, in plain words. Draws nothing.
import type { ModelDefinition } from '@/lib/domain/model';
import { formatCount } from '@/lib/format/count';
import { formatDurationMs } from '@/lib/format/duration';
import { formatMicroUsd } from '@/lib/format/money';
import type { Said } from '../catalog/words-list';

export function modelWords(model: ModelDefinition): Said[] {
  const { prices } = model;
  const perMTok = (microUsd: number): string =>
    microUsd === 0 ? 'free' : `${formatMicroUsd(microUsd, { minDigits: 2 })} per million tokens`;
  return [
    { name: 'Provider', value: model.provider },
    { name: 'Reached at', value: model.baseUrl, mono: true },
    { name: 'Model', value: model.model, mono: true },
    {
      name: 'Key',
      value:
        model.apiKeySecret === undefined
          ? 'None is sent.'
          : `The secret ${model.apiKeySecret}, as a bearer key.`,
    },
    { name: 'Input costs', value: perMTok(prices.inputMicroUsdPerMTok) },
    ...(prices.cachedInputMicroUsdPerMTok === undefined
      ? []
      : [{ name: 'Cached input', value: perMTok(prices.cachedInputMicroUsdPerMTok) }]),
    { name: 'Output costs', value: perMTok(prices.outputMicroUsdPerMTok) },
    ...(prices.reasoningMicroUsdPerMTok === undefined
      ? []
      : [{ name: 'Reasoning', value: perMTok(prices.reasoningMicroUsdPerMTok) }]),
    { name: 'Context', value: `${formatCount(model.contextTokens)} tokens` },
    {
      name: 'Longest answer',
      value: `${formatCount(model.maxOutputTokens)} tokens, ${formatMicroUsd(longestAnswer(model), { minDigits: 2 })} at most. Less where a run has less left.`,
    },
    { name: 'Timeout', value: `${formatDurationMs(model.timeoutMs)} for each answer.` },
  ];
}

/** What the output of one answer can cost, in micro-USD. */
function longestAnswer({ maxOutputTokens, prices }: ModelDefinition): number {
  const dearest = Math.max(prices.outputMicroUsdPerMTok, prices.reasoningMicroUsdPerMTok ?? 0);
  return Math.ceil((maxOutputTokens * dearest) / 1_000_000);
}
