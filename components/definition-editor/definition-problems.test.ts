// A problem stands at its field, whether the form or the server found it.
import { expect, it } from 'vitest';
import { toolDefinition } from '@/lib/domain/tool';
import { problemAt, problemsOf } from './definition-problems';

it('places what the schema says, missing and wrong ones told apart', () => {
  const problems = problemsOf(toolDefinition, {
    kind: 'http',
    description: '',
    effect: 'reconcilable',
    http: { method: 'GET', url: 'https://example.com' },
    inputSchema: 'oops',
    timeoutMs: '5x',
    nonsense: 1,
  });
  expect(problemAt(problems, ['description'])).toContain('at least 1');
  expect(problemAt(problems, ['inputSchema'])).toBe('Must be an object');
  expect(problemAt(problems, ['timeoutMs'])).toBe('Must be a number');
  expect(problemAt(problems, ['nonsense'])).toBe('Is not a known field');
  expect(problemAt(problems, ['http', 'url'])).toBeUndefined();
});

it('says below what a whole is wrong', () => {
  const problems = [{ path: '/inputSchema/properties/a~1b', message: 'is no schema' }];
  expect(problemAt(problems, ['inputSchema'])).toBe('properties.a/b is no schema');
  expect(problemAt(problems, ['input'])).toBeUndefined();
});
