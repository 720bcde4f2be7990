// Every kind of thing that the server writes about leads somewhere and has a name among the filters.
import { describe, expect, it } from 'vitest';
import { auditFilter } from '@/lib/contract/audit';
import { AUDIT_ENTITY_KINDS } from '@/lib/domain/audit';
import { ENTITY_KINDS } from './audit-filters';
import { entityHref } from './entity-href';

const about = (kind: string, id = 'x', after: Record<string, string> | null = null) =>
  entityHref({ entity: { kind, id, name: null }, before: null, after });

describe('entityHref', () => {
  it('leads to a page of the console for every kind that is written', () => {
    for (const kind of AUDIT_ENTITY_KINDS) expect(about(kind), kind).toMatch(/^\//);
    expect(about('planet')).toBeUndefined();
  });
  it('leads to the thing itself where it has a place', () => {
    expect(about('bulk', '0198')).toBe('/runs?bulk=0198');
    expect(about('halt', 'global')).toBe('/');
    expect(about('callback', 'orders')).toBe('/audit?entity=callback%3Aorders');
  });
  it('leads to what a view shows, and never further than a view may', () => {
    expect(about('view', 'v1', { page: 'runs', name: 'Failed', query: 'status=failed' })).toBe(
      '/runs?status=failed',
    );
    expect(about('view', 'v1', { page: 'runs', query: 'start=refunds' })).toBe('/audit?entity=view%3Av1');
    expect(about('view', 'v1')).toBe('/audit?entity=view%3Av1');
  });
});

describe('ENTITY_KINDS', () => {
  it('are all kinds that are written, each with its own name, as the API can be asked for them', () => {
    expect(ENTITY_KINDS.map(({ kind }) => kind)).toEqual([...AUDIT_ENTITY_KINDS]);
    expect(new Set(ENTITY_KINDS.map(({ label }) => label)).size).toBe(AUDIT_ENTITY_KINDS.length);
    for (const kind of AUDIT_ENTITY_KINDS)
      expect(auditFilter.safeParse({ entity: kind }).success, kind).toBe(true);
  });
});
