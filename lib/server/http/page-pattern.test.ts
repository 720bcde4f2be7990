// One name for each page, whatever ids, encodings and odd names stand in its address.
import { expect, it } from 'vitest';
import { pagePattern } from './page-pattern';

it.each([
  ['/agents/refunds/edit', { name: 'refunds' }, '/agents/[name]/edit'],
  ['/agents/r%C3%A9funds/edit', { name: 'r%C3%A9funds' }, '/agents/[name]/edit'],
  ['/agents/r%C3%A9funds/edit', { name: 'réfunds' }, '/agents/[name]/edit'],
  ['/agents/r%c3%a9funds/edit', { name: 'r%C3%A9funds' }, '/agents/[name]/edit'],
  ['/agents/%/edit', { name: '%' }, '/agents/[name]/edit'],
  ['/agents/agents/edit', { name: 'agents' }, '/[name]/edit'],
  ['/settings/people/x', { section: ['people', 'x'] }, '/settings/[section]'],
  ['/settings', { section: undefined }, '/settings'],
  ['/', {}, '/'],
])('%s is told as %s → %s', (path, params, told) => {
  expect(pagePattern(path, params)).toBe(told);
});
