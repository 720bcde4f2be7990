// Each page has one place, one letter, a crumb of its own name, and is shown to those who may open it.
import { describe, expect, it } from 'vitest';
import { crumbsOf } from '@/lib/routes';
import { NAV, navFor } from './nav';

const items = NAV.flatMap((group) => group.items);

describe('NAV', () => {
  it('gives each page an address and a letter of its own', () => {
    expect(new Set(items.map((item) => item.href)).size).toBe(items.length);
    expect(new Set(items.map((item) => item.go)).size).toBe(items.length);
    for (const item of items) expect(item.go).toMatch(/^[a-z]$/);
  });

  it('names each page as its crumb does', () => {
    for (const item of items) expect(crumbsOf(item.href), item.href).toEqual([{ label: item.label }]);
  });
});

describe('navFor', () => {
  it('leaves out what may not be opened, and groups that are empty', () => {
    const seen = navFor((needs) => needs !== 'approvals:read', true).flatMap((group) => group.items);
    expect(seen.map((item) => item.label)).toContain('Runs');
    expect(seen.map((item) => item.label)).not.toContain('Approvals');
    expect(navFor(() => false, true)).toEqual([]);
  });

  it('shows what is part of the demo only where the demo is on', () => {
    const labels = (demo: boolean) =>
      navFor(() => true, demo).flatMap(({ items }) => items.map(({ label }) => label));
    expect([labels(true).includes('Incidents'), labels(false).includes('Incidents')]).toEqual([true, false]);
  });
});
