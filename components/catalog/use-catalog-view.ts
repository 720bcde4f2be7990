// What the page of a tool or a model shows, in its address: the tab, and the two versions that are compared.
'use client';
import { parseAsInteger, parseAsStringLiteral, useQueryStates } from 'nuqs';

export const CATALOG_TABS = ['contract', 'try', 'versions', 'definition'] as const;
export type CatalogTab = (typeof CATALOG_TABS)[number];

export function useCatalogView() {
  return useQueryStates({
    tab: parseAsStringLiteral(CATALOG_TABS).withDefault('contract'),
    from: parseAsInteger,
    to: parseAsInteger,
  });
}
