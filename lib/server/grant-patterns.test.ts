// Stands on the floor where the real validator and the runtime may meet.
import { describe, expect, it } from 'vitest';
import { AjvValidator } from '../adapters/validation/ajv-validator';
import { toolGrant } from '../domain/agent';
import { matchedPatterns } from '../runtime/grant-patterns';

/** Searched for some 2^30 steps by a pattern that explodes: it matches in the end, if it may search so long. */
const SUBJECT = `${'a'.repeat(30)}!`;

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

  it('does not match where the search would take too long, though it would match in the end', () => {
    expect(matches('(a+)+|.*', SUBJECT)).toBe(false);
  });

  it('matches nothing of another tool', () => {
    const grants = [toolGrant.parse({ name: 'mail.send', constraints: { to: { pattern: '.*' } } })];
    const schemas = new AjvValidator();
    expect(matchedPatterns({ grants, tool: 'mail.read', arguments: { to: 'x' }, schemas }).size).toBe(0);
  });
});
