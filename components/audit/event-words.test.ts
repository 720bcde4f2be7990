// Events as sentences: who did what to whom, also where the act is new or the thing is gone.
import { expect, it } from 'vitest';
import { gistOf, objectOf, phraseOf } from './event-words';

const ada = { kind: 'user' as const, id: 'u1', label: 'Ada' };
const sentence = (
  action: string,
  entity: { kind: string; id: string; name: string | null },
  before: null | { role: string } = null,
) => {
  const event = { action, actor: ada, entity, before };
  return [phraseOf(event), objectOf(event)].filter((part) => part !== null).join(' ');
};

it('name what was done, and to what by the name that people know', () => {
  expect(sentence('secret.put', { kind: 'secret', id: 'PAYMENTS_KEY', name: null })).toBe(
    'gave a value to the secret PAYMENTS_KEY',
  );
  expect(sentence('approval.decide', { kind: 'approval', id: 'a1', name: 'payments.refund' })).toBe(
    'decided the call of payments.refund',
  );
  expect(sentence('run.cancel', { kind: 'run', id: 'r1', name: null })).toBe('cancelled the run of r1');
});

it('name a view by what is recorded of it: it may be gone', () => {
  const entity = { kind: 'view', id: 'v1', name: null };
  const view = { page: 'runs', name: 'Failed today', query: 'status=failed' };
  const deleted = { action: 'view.delete', actor: ada, entity, before: view, after: null };
  expect(`${phraseOf(deleted)} ${objectOf(deleted)}`).toBe('deleted the view Failed today');
  const kept = { ...deleted, action: 'view.put', before: view, after: { ...view, name: 'Failed' } };
  expect(`${phraseOf(kept)} ${objectOf(kept)}`).toBe('kept the view Failed');
});

it('tell what one does to oneself from what one does to others', () => {
  expect(sentence('session.create', { kind: 'session', id: 's1', name: 'Ada' })).toBe('signed in');
  expect(sentence('session.revoke', { kind: 'session', id: 's1', name: 'Ada' })).toBe(
    'ended a session of their own',
  );
  expect(sentence('session.revoke', { kind: 'session', id: 's1', name: 'Tom' })).toBe(
    'ended a session of Tom',
  );
  expect(sentence('user.put', { kind: 'user', id: 'u2', name: 'Tom' })).toBe('added Tom');
  expect(sentence('user.put', { kind: 'user', id: 'u2', name: 'Tom' }, { role: 'viewer' })).toBe(
    'changed Tom',
  );
});

it('name an act that is not known here as it is stored', () => {
  expect(sentence('tides.put', { kind: 'tides', id: 'p', name: null })).toBe('did tides.put to p');
});

it('say the gist of what changed, and nothing of what stayed', () => {
  expect(gistOf({ before: null, after: { version: 3, active: true } })).toBe('v3');
  expect(
    gistOf({ before: { role: 'viewer', disabled: false }, after: { role: 'approver', disabled: false } }),
  ).toBe('viewer → approver');
  expect(
    gistOf({ before: { role: 'viewer', disabled: false }, after: { role: 'viewer', disabled: true } }),
  ).toBe('disabled');
  expect(gistOf({ before: null, after: { address: '10.0.0.1' } })).toBe('from 10.0.0.1');
  expect(gistOf({ before: null, after: null })).toBeNull();
  expect(gistOf({ before: null, after: { definition: {} } })).toBeNull();
});

it('tell who was refused what, and of those whom nobody knows how many', () => {
  const access = (id: string) => ({ kind: 'access', id, name: null });
  expect(sentence('access.refuse', access('GET /audit'))).toBe('was refused GET /audit');
  const flood = {
    action: 'access.refuse',
    actor: { kind: 'system' as const, id: 'runtime', label: 'Bulkhead' },
    entity: access('anonymous'),
    before: null,
    after: { requests: 12, from: [{ address: '10.0.0.1', requests: 12 }] },
  };
  expect(`${phraseOf(flood)} ${objectOf(flood)}, ${gistOf(flood)}`).toBe(
    'refused requests of nobody it knows, 12 requests',
  );
});
