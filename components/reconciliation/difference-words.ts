// How a difference reads: signed, in money, counts and percent; and what one side alone has. Pure.
import type { ReconciliationRow, UsageFormatName } from '@/lib/contract/reconciliation';
import { formatCount, formatPercent } from '@/lib/format/count';
import { formatMicroUsd } from '@/lib/format/money';

const MISSING = '–';

/** "+$0.12", "−$0.12", "$0.00"; a dash where nothing can be said. */
export function moneyDifference(microUsd: number | null): string {
  if (microUsd === null) return MISSING;
  return `${microUsd > 0 ? '+' : ''}${formatMicroUsd(microUsd)}`;
}

export function countDifference(count: number | null): string {
  if (count === null) return MISSING;
  return `${count > 0 ? '+' : ''}${formatCount(count)}`;
}

/** "+2 %", "−0.1 %"; a dash where there is nothing that it could be a share of. */
export function shareDifference(share: number | null): string {
  if (share === null) return MISSING;
  if (share === 0) return '0 %';
  return `${share > 0 ? '+' : '−'}${formatPercent(Math.abs(share))}`;
}

/** What stands beside a model's name; nothing where both sides have it under one name. */
export function sideWords({ side, models, alsoCalled, providers }: ReconciliationRow): string | null {
  if (side === 'bulkhead') return 'only in Bulkhead';
  const whose = providers.join(', ');
  if (side === 'provider')
    return models.length === 0 ? `only at ${whose}, not in the catalog` : `only at ${whose}`;
  return alsoCalled.length === 0 ? null : `${whose}: ${alsoCalled.join(', ')}`;
}

/** Whether the provider says anything else than what was counted here. */
export function isDiffering({ side, difference: { costMicroUsd, tokens } }: ReconciliationRow): boolean {
  return side !== 'both' || (costMicroUsd ?? 0) !== 0 || (tokens ?? 0) !== 0;
}

export const FORMAT_WORDS: Readonly<Record<UsageFormatName, string>> = {
  'openai-usage': 'OpenAI usage',
  'openai-costs': 'OpenAI costs',
  'anthropic-usage': 'Anthropic usage',
  'anthropic-costs': 'Anthropic cost',
  plain: 'plain',
};
