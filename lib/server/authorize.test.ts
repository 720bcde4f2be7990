// Who may do what: roles as scopes, keys, and who may decide.
import { describe, expect, it } from 'vitest';
import { RequestError } from '../domain/errors';
import { type Principal, ROLES, type Role, SCOPES } from '../domain/principal';
import {
  type DecidableApproval,
  type Decider,
  holds,
  mayDecide,
  personOfNewKey,
  requireScope,
  SCOPES_OF_ROLE,
} from './authorize';

const person = (role: Role, id = 'ada'): Principal => ({
  kind: 'user',
  id,
  email: `${id}@example.com`,
  name: id,
  role,
  sessionId: 's1',
  passwordIsTemporary: false,
});
const key = (over: Partial<Extract<Principal, { kind: 'api_key' }>> = {}): Principal => ({
  kind: 'api_key',
  id: 'k1',
  name: 'ci',
  scopes: ['approvals:decide'],
  userId: null,
  ...over,
});
const pending: DecidableApproval = {
  status: 'pending',
  requiredRole: 'approver',
  selfApproval: 'forbid',
  startedBy: { kind: 'user', id: 'ada', label: 'Ada' },
  startedByPersonId: 'ada',
  votes: [],
  expired: false,
};
const may = (principal: Principal, over: Partial<DecidableApproval> = {}, role?: Role | null) =>
  mayDecide(principal, { ...pending, ...over }, deciderOf(principal, role));

function deciderOf(principal: Principal, role?: Role | null): Decider | null {
  if (principal.kind === 'user') return { role: role ?? principal.role, email: principal.email };
  return role ? { role, email: 'ada@example.com' } : null;
}

describe('roles', () => {
  it('hold what the table says and nothing more', () => {
    const writes = (role: Role) => SCOPES_OF_ROLE[role].filter((scope) => !scope.endsWith(':read'));
    expect(writes('viewer')).toEqual([]);
    expect(writes('operator')).toEqual(['runs:write', 'signals:write', 'breakers:write']);
    expect(writes('approver')).toEqual(['runs:write', 'signals:write', 'breakers:write', 'approvals:decide']);
    expect(writes('engineer')).toEqual([
      'runs:write',
      'signals:write',
      'breakers:write',
      'budgets:write',
      'policies:write',
      'agents:write',
      'tools:write',
      'models:write',
      'secrets:write',
      'callbacks:write',
      'channels:write',
    ]);
    expect(SCOPES_OF_ROLE.admin).toEqual(SCOPES);
    expect(ROLES.filter((role) => SCOPES_OF_ROLE[role].includes('audit:read'))).toEqual(['admin']);
  });

  it('refuse by name of the roles that may', () => {
    expect(() => requireScope(person('viewer'), 'runs:write')).toThrow(
      'This needs the role operator, approver, engineer or admin.',
    );
    expect(() => requireScope(key(), 'runs:read')).toThrow('This key does not have the scope runs:read.');
    expect(() => requireScope(person('viewer'), 'runs:read')).not.toThrow();
    try {
      requireScope(person('viewer'), 'admin');
    } catch (error) {
      expect(error).toBeInstanceOf(RequestError);
      expect((error as RequestError).code).toBe('forbidden');
    }
  });

  it('give an admin key everything, and another key only what it holds', () => {
    expect(holds(key({ scopes: ['admin'] }), 'secrets:write')).toBe(true);
    expect(holds(key(), 'secrets:write')).toBe(false);
    expect(holds(key(), 'signed-in')).toBe(true);
  });
});

describe('mayDecide', () => {
  it('allows the required role and admins, nobody above or below', () => {
    const allowed = ROLES.filter((role) => may(person(role, 'grace')).allowed);
    expect(allowed).toEqual(['approver', 'admin']);
    expect(may(person('engineer', 'grace'), { requiredRole: 'engineer' }).reason).toBe(
      'Deciding needs the role engineer or admin.',
    );
  });

  it.each([
    ['the person who started it', {}, 'You started this run. Another person has to decide its calls.'],
    [
      'the person behind the key that started it',
      { startedBy: { kind: 'api_key', id: 'k9', label: 'ci' }, startedByPersonId: 'ada' },
      'You started this run. Another person has to decide its calls.',
    ],
  ] as const)('refuses %s', (_who, over, reason) => {
    expect(may(person('approver', 'ada'), over)).toMatchObject({ allowed: false, reason });
    expect(may(person('approver', 'ada'), { ...over, selfApproval: 'allow' }).allowed).toBe(true);
  });

  it('refuses a key that started the run itself, also one that belongs to no person', () => {
    const started = {
      startedBy: { kind: 'api_key', id: 'k1', label: 'ci' },
      startedByPersonId: null,
    } as const;
    expect(may(key({ userId: 'grace' }), started, 'admin').allowed).toBe(false);
    expect(may(key({ id: 'k2', userId: 'grace' }), started, 'admin').allowed).toBe(true);
  });

  it('refuses the environment’s key what a key of nobody started, since it may have made that one', () => {
    const started = {
      startedBy: { kind: 'api_key', id: 'k1', label: 'ci' },
      startedByPersonId: null,
    } as const;
    const environment = key({ id: 'environment', scopes: ['admin'], userId: 'grace' });
    expect(may(environment, started, 'admin').allowed).toBe(false);
    expect(may(environment, {}, 'admin').allowed).toBe(true);
    expect(may(person('admin', 'grace'), started).allowed).toBe(true);
    expect(personOfNewKey(environment)).toBeNull();
    expect(personOfNewKey(key({ userId: 'grace' }))).toBe('grace');
    expect(personOfNewKey(person('admin', 'grace'))).toBe('grace');
  });

  it('narrows a level to those it names, with its role, and to admins', () => {
    const escalateTo = [{ role: 'approver' as const, people: ['grace@example.com'], expiresMs: 60_000 }];
    const escalated = { escalateTo, escalationLevel: 1 };
    const who = (role: Role, id: string, email: string) => ({ ...person(role, id), email });
    expect(may(who('approver', 'grace', 'grace@example.com'), escalated).allowed).toBe(true);
    expect(may(who('approver', 'ben', 'ben@example.com'), escalated).reason).toBe(
      'Nobody decided in time. Now it is asked of grace@example.com or an admin.',
    );
    expect(may(who('admin', 'ben', 'ben@example.com'), escalated).allowed).toBe(true);
    expect(may(who('engineer', 'grace', 'grace@example.com'), escalated).allowed).toBe(false);
    expect(may(who('approver', 'ben', 'ben@example.com'), { ...escalated, escalationLevel: 0 }).allowed).toBe(
      true,
    );
  });

  it('refuses keys without a person, a vote twice, what is decided and what has expired', () => {
    expect(may(key()).reason).toBe('A decision is a person’s: this key belongs to no person.');
    expect(may(person('approver', 'grace'), { votes: [{ personId: 'grace' }] }).reason).toBe(
      'You have voted. Another person is needed.',
    );
    expect(may(person('approver', 'grace'), { status: 'rejected' }).reason).toBe('It is rejected already.');
    expect(may(person('approver', 'grace'), { expired: true }).reason).toBe('Its time has run out.');
  });
});
