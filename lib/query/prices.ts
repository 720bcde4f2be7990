// Questions and acts about the price table.
import { mutationOptions, queryOptions } from '@tanstack/react-query';
import { PRICE_ENDPOINTS } from '../contract/price-endpoints';
import type { PutPricesBody } from '../contract/prices';
import { api } from './api';
import { queryKeys } from './query-keys';

export function pricesOptions() {
  return queryOptions({
    queryKey: queryKeys.prices(),
    queryFn: ({ signal }) => api(PRICE_ENDPOINTS.readPrices, { query: {}, signal }),
  });
}

export type PutPricesAct = { body: PutPricesBody; ifMatchVersion: number };

export function putPricesMutation() {
  return mutationOptions({
    mutationKey: ['putPrices'],
    mutationFn: (act: PutPricesAct) => api(PRICE_ENDPOINTS.putPrices, act),
    onSettled: (_answer, _error, _act, _kept, { client }) =>
      client.invalidateQueries({ queryKey: queryKeys.prices() }),
  });
}
