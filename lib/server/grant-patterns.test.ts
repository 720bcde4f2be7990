// Stands on the floor where the real validator and the runtime may meet.
import { describe, expect, it } from 'vitest';
import { AjvValidator } from '../adapters/validation/ajv-validator';
import { toolGrant } from '../domain/agent';
import { matchedPatterns } from '../runtime/grant-patterns';

const SUBJECT = `${'a'.repeat(1_999)}!`;

function matches(pattern: string, to: unknown): boolean {
  const grants = [toolGrant.parse({ name: 'mail.send', constraints: { to: { pattern } } })];
  const args = JSON.parse(JSON.stringify({ to }));
  return matchedPatterns({ grants, tool: 'mail.send', arguments: args, schemas: new AjvValidator() }).has(
    'to',
  );
}

describe('the patterns of a grant', () => {
  it.each([
    ['A-\\d', 'A-1', true],
    ['A-\\d', 'xA-1', false],
    ['A-\\d', 'A-1\n', false],
    ['A|B', 'AB', false],
    ['.*', 7, false],
    ['(', '(', false],
    ['a)|(?:b', 'ax', false],
  ])('%s against %j: %s', (pattern, value, expected) => {
    expect(matches(pattern, value)).toBe(expected);
  });

  it('does not match, and ends, where the search would take longer than the universe', () => {
    const startedMs = performance.now();
    expect(matches('(\\w+\\s?)+', SUBJECT)).toBe(false);
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });

  it('matches nothing of another tool', () => {
    const grants = [toolGrant.parse({ name: 'mail.send', constraints: { to: { pattern: '.*' } } })];
    const schemas = new AjvValidator();
    expect(matchedPatterns({ grants, tool: 'mail.read', arguments: { to: 'x' }, schemas }).size).toBe(0);
  });
});
