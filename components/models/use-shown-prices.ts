// The prices of models as they hold now, by the price table as it was asked for last.
'use client';
import { useQuery } from '@tanstack/react-query';
import type { ModelDefinition } from '@/lib/domain/model';
import { pricesOptions } from '@/lib/query/prices';
import { useServerClock } from '../ui/server-clock';
import { type ShownPrice, shownPrice } from './shown-price';

const NOTHING_LISTED = { prices: [] };
const MINUTE_MS = 60_000;

export function useShownPrices(): (model: Pick<ModelDefinition, 'model' | 'prices'>) => ShownPrice {
  const table = useQuery(pricesOptions()).data ?? NOTHING_LISTED;
  const minute = useServerClock((nowMs) => Math.floor(nowMs / MINUTE_MS));
  return (model) => shownPrice(model, table, minute * MINUTE_MS);
}
