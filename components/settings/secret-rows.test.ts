// One row a name, whatever gives it, and in which words.
import { expect, it } from 'vitest';
import type { SecretShape, SecretSourceShape } from '@/lib/contract/configuration';
import { secretRows, sourceWords } from './secret-rows';

const stored = (name: string): SecretShape => ({
  name,
  version: 2,
  createdAt: '2026-11-01T00:00:00.000Z',
  createdBy: { kind: 'user', id: 'u', label: 'Ada' },
  usedBy: [],
});
const source = (name: string, ...sources: SecretSourceShape['sources']): SecretSourceShape => ({
  name,
  sources,
  problem: null,
  usedBy: [],
  lastUsedAt: null,
  seen: null,
});

it('puts the vault and what stands outside of it together by name', () => {
  const rows = secretRows(
    [stored('B'), stored('NEW')],
    [source('A', 'file'), source('B', 'vault', 'variable'), source('C')],
  );
  expect(rows.map((row) => [row.name, row.stored?.version, sourceWords(row)])).toEqual([
    ['A', undefined, 'a file'],
    ['B', 2, 'the vault and a variable'],
    ['C', undefined, 'nowhere'],
    ['NEW', 2, 'the vault'],
  ]);
});
