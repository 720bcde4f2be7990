// Knows how ledgers are read over HTTP, as data and as a page; refuses to write to them.
import { z } from 'zod';
import type { Occurrences } from '../faults/occurrences';
import { parseInput, queryObject } from '../http/read-body';
import { json } from '../http/reply';
import type { Route } from '../http/router';
import { EFFECT_KINDS, EFFECT_SERVICES, type Ledger } from './ledger';
import { LEDGER_PAGE_HEADERS, ledgerPage } from './ledger-page';
import { summarise } from './ledger-summary';

const filterSchema = z.strictObject({
  service: z.enum(EFFECT_SERVICES).optional(),
  kind: z.enum(EFFECT_KINDS).optional(),
  key: z.string().optional(),
});

export function ledgerRoutes(ledgers: readonly Ledger[], occurrences: Occurrences): Route[] {
  const summaries = () => ledgers.map((ledger) => summarise(ledger.service, ledger.all()));
  return [
    {
      method: 'GET',
      path: '/ledger',
      handle: ({ query }) => {
        const { service, kind, key } = parseInput(filterSchema, queryObject(query));
        const entries = ledgers
          .filter((ledger) => service === undefined || ledger.service === service)
          .flatMap((ledger) => ledger.select({ kind, key }));
        return json(200, { total: entries.length, entries });
      },
    },
    {
      method: 'GET',
      path: '/ledger/summary',
      handle: () => json(200, { services: summaries(), routes: occurrences.byRoute() }),
    },
    {
      method: 'GET',
      path: '/',
      handle: () => ({
        kind: 'text',
        status: 200,
        contentType: 'text/html; charset=utf-8',
        body: ledgerPage(ledgers),
        headers: LEDGER_PAGE_HEADERS,
      }),
    },
  ];
}
