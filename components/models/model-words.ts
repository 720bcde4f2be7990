// What a model's configuration says, in plain words. Draws nothing.

import type { ModelDefinition } from '@/lib/domain/model';
import type { ModelPrices } from '@/lib/domain/money';
import { formatCount } from '@/lib/format/count';
import { deprecationWords } from '@/lib/format/deprecation';
import { formatDurationMs } from '@/lib/format/duration';
import { formatMicroUsd } from '@/lib/format/money';
import type { Said } from '../catalog/words-list';
import type { ShownPrice } from './shown-price';

export function modelWords(model: ModelDefinition, shown: ShownPrice): Said[] {
  const { prices, deprecated } = shown;
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
    ...(deprecated === null ? [] : [{ name: 'Deprecated', value: deprecationWords(deprecated) }]),
    { name: 'Prices', value: PRICED_BY[shown.from] },
    ...(prices === null ? [] : priceWords(prices, perMTok)),
    { name: 'Context', value: `${formatCount(model.contextTokens)} tokens` },
    {
      name: 'Longest answer',
      value: longestWords(model.maxOutputTokens, prices),
    },
    { name: 'Timeout', value: `${formatDurationMs(model.timeoutMs)} for each answer.` },
  ];
}

const PRICED_BY: { readonly [F in ShownPrice['from']]: string } = {
  model: 'Its own.',
  table: 'Those of the price table.',
  nowhere: 'Unknown: it is called only for agents that count tokens alone.',
};

function priceWords(prices: ModelPrices, perMTok: (microUsd: number) => string): Said[] {
  return [
    { name: 'Input costs', value: perMTok(prices.inputMicroUsdPerMTok) },
    ...(prices.cachedInputMicroUsdPerMTok === undefined
      ? []
      : [{ name: 'Cached input', value: perMTok(prices.cachedInputMicroUsdPerMTok) }]),
    ...(prices.cacheWriteMicroUsdPerMTok === undefined
      ? []
      : [{ name: 'Written to the cache', value: perMTok(prices.cacheWriteMicroUsdPerMTok) }]),
    { name: 'Output costs', value: perMTok(prices.outputMicroUsdPerMTok) },
    ...(prices.reasoningMicroUsdPerMTok === undefined
      ? []
      : [{ name: 'Reasoning', value: perMTok(prices.reasoningMicroUsdPerMTok) }]),
  ];
}

function longestWords(maxOutputTokens: number, prices: ModelPrices | null): string {
  const tokens = `${formatCount(maxOutputTokens)} tokens`;
  if (prices === null) return `${tokens}. Less where a run has less left.`;
  const dearest = Math.max(prices.outputMicroUsdPerMTok, prices.reasoningMicroUsdPerMTok ?? 0);
  const most = formatMicroUsd(Math.ceil((maxOutputTokens * dearest) / 1_000_000), { minDigits: 2 });
  return `${tokens}, ${most} at most. Less where a run has less left.`;
}
