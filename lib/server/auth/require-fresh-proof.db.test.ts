// Of decisions only those above the amount that the settings name need a fresh proof; what has no amount counts as above. What could get around a named act needs one too.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PROOF_ACTS, type ProofAct } from '../../contract/installation';
import type { Principal } from '../../domain/principal';
import { person } from '../testing/access-principals';
import { startTestServer, type TestServer } from '../testing/test-server';
import { requireFreshProof } from './require-fresh-proof';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

it('asks above the amount, and of sessions alone', async () => {
  const { app } = server;
  const { actorId, sessionId } = await person(app, 'decides', 'approver');
  await app.db.pool.query(`UPDATE session SET authenticated_at = now() - interval '1 hour' WHERE id = $1`, [
    sessionId,
  ]);
  const body = {
    displayName: null,
    reauthenticateFor: ['approvals.decide'],
    reauthenticateAbove: 500,
    reauthenticateAboveUnit: { JPY: 80_000, credits: 5 },
    reauthenticateMinutes: 5,
  };
  expect((await server.call('PUT', '/api/v1/settings', { as: 'key', body })).status).toBe(200);
  const principal: Principal = {
    kind: 'user',
    id: actorId ?? '',
    email: 'decides@access.test',
    name: 'decides',
    role: 'approver',
    sessionId,
    passwordIsTemporary: false,
  };
  const asked = async (
    who: Principal,
    amount: number | null,
    act: ProofAct = 'approvals.decide',
    unit: string | null = null,
  ) =>
    requireFreshProof({ app, principal: who }, act, { amount, unit }).then(
      () => false,
      (error: unknown) => (error as { data: { reauthenticate: string } }).data.reauthenticate === act,
    );
  expect([await asked(principal, 500), await asked(principal, 500.01), await asked(principal, null)]).toEqual(
    [false, true, true],
  );
  const inUnit = (amount: number | null, unit: string) => asked(principal, amount, 'approvals.decide', unit);
  expect([await inUnit(80_000, 'JPY'), await inUnit(80_001, 'JPY'), await inUnit(null, 'JPY')]).toEqual([
    false,
    true,
    true,
  ]);
  expect([await inUnit(6, 'credits'), await inUnit(500, 'EUR'), await inUnit(501, 'constructor')]).toEqual([
    true,
    false,
    true,
  ]);
  expect(await asked(principal, 501, 'halt.lift')).toBe(false);
  const askedFor = await Promise.all(PROOF_ACTS.map((act) => asked(principal, 501, act)));
  expect(PROOF_ACTS.filter((_act, index) => askedFor[index])).toEqual([
    'approvals.decide',
    'keys.create',
    'people.change',
    'settings.change',
  ]);
  expect(await asked({ ...principal, sessionId: null }, 501)).toBe(false);
  expect(await asked({ kind: 'api_key', id: 'k', name: 'k', scopes: ['admin'], userId: actorId }, 501)).toBe(
    false,
  );
  await app.db.pool.query(`UPDATE session SET authenticated_at = NULL WHERE id = $1`, [sessionId]);
  expect(await asked(principal, 501)).toBe(true);
  await app.db.pool.query(`UPDATE session SET authenticated_at = now() WHERE id = $1`, [sessionId]);
  expect(await asked(principal, 501)).toBe(false);
});
