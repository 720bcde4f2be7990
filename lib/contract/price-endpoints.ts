// Endpoints of the price table.
import { endpoint } from './endpoint';
import { pageQuery } from './page';
import { pricesQuery, pricesShape, priceVersionPage, putPricesBody } from './prices';

export const PRICE_ENDPOINTS = {
  readPrices: endpoint({
    id: 'readPrices',
    method: 'GET',
    path: '/prices',
    summary: 'Read the price table, or an earlier version of it',
    scope: 'runs:read',
    query: pricesQuery,
    status: 200,
    response: pricesShape,
    errors: ['not_found'],
  }),
  putPrices: endpoint({
    id: 'putPrices',
    method: 'PUT',
    path: '/prices',
    summary: 'Say what models cost that have no prices of their own, and from when on',
    scope: 'models:write',
    body: putPricesBody,
    status: 200,
    response: pricesShape,
  }),
  listPriceVersions: endpoint({
    id: 'listPriceVersions',
    method: 'GET',
    path: '/prices/versions',
    summary: 'List the versions of the price table, newest first',
    scope: 'runs:read',
    query: pageQuery,
    status: 200,
    response: priceVersionPage,
  }),
} as const;
