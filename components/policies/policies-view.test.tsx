// What the page shows on each tab, drawn as the server draws it: rules in words, problems at their lines, what a logged version would have changed.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { NuqsTestingAdapter } from 'nuqs/adapters/testing';
import { Tooltip } from 'radix-ui';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { PoliciesShape, PolicyVersionShape } from '@/lib/contract/policy';
import { queryKeys } from '@/lib/query/query-keys';
import { PoliciesView } from './policies-view';

const BY = { kind: 'user', id: 'u1', label: 'Ada' } as const;
const AT = '2026-11-27T10:00:00.000Z';
const RULE = {
  set: 'ask',
  id: 'default.ask-high-risk',
  effect: 'ask',
  message: 'The tool is declared as high risk.',
  role: 'admin',
  veto: false,
  line: 3,
  text: '@id("default.ask-high-risk") permit (principal, action, resource);',
} as const;
const version = (number: number): PolicyVersionShape => ({
  version: number,
  at: AT,
  by: BY,
  texts: { floor: '', permit: '', ask: RULE.text },
  rules: [RULE],
  problems: [],
});
const NOW: PoliciesShape = {
  revision: 3,
  active: version(2),
  candidate: version(3),
  candidateDifferences: [{ decided: 'permit', said: 'deny', calls: 4 }],
  draft: {
    revision: 1,
    at: AT,
    by: BY,
    texts: { floor: '', permit: 'permit (', ask: '' },
    rules: [],
    problems: [{ set: 'permit', rule: null, line: 1, severity: 'error', message: 'unexpected end of input' }],
  },
};

function drawn(
  search: string,
  now: PoliciesShape = NOW,
  scopes: readonly string[] = ['policies:read', 'policies:write'],
): string {
  const client = new QueryClient();
  client.setQueryData(queryKeys.policies.now(), now);
  client.setQueryData(queryKeys.me(), { scopes });
  return renderToStaticMarkup(
    <QueryClientProvider client={client}>
      <NuqsTestingAdapter searchParams={search}>
        <Tooltip.Provider>
          <PoliciesView />
        </Tooltip.Provider>
      </NuqsTestingAdapter>
    </QueryClientProvider>,
  );
}

describe('the page of the policy', () => {
  it('says in words what decides, and points at one rule', () => {
    const page = drawn('?rule=default.ask-high-risk');
    expect(page).toContain('The tool is declared as high risk.');
    expect(page).toMatch(/<li aria-current="true"/);
    expect(page).toContain('Version 3 is only logged.');
    expect(page).toContain('What version 3 would have changed');
  });

  it('explains what stands in no text, and says when nothing is permitted', () => {
    expect(drawn('?rule=policy.unmatched')).toContain('No rule permitted the call');
    expect(drawn('', { ...NOW, active: null, candidate: null })).toContain('No version is published.');
  });

  it('shows the draft with what is wrong with it and the examples to those who may change it', () => {
    const page = drawn('?tab=draft');
    expect(page).toContain('unexpected end of input');
    expect(page).toContain('Permit, line 1');
    expect(page).toContain('Correct its errors first.');
    expect(page).toContain('Add to the draft');
    const read = drawn('?tab=draft', NOW, ['policies:read']);
    expect(read).toContain('unexpected end of input');
    expect(read).not.toContain('Add to the draft');
    expect(read).not.toContain('Simulate');
  });

  it('asks for a call to be simulated, or for the past', () => {
    const page = drawn('?tab=simulate');
    expect(page).toContain('Nothing was simulated yet');
    expect(page).toContain('Backtest the draft');
  });
});
