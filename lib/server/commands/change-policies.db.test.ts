// What every process does with what is published, or is not: obeys it within a second, and permits nothing where nothing holds.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mayDecide } from '../../adapters/policy/read-rules';
import { SHIPPED_POLICIES, SHIPPED_VERSION } from '../../adapters/policy/shipped-policies';
import { ROLES } from '../../domain/principal';
import { createPolicySource } from '../../store/policy-source';
import { SCOPES_OF_ROLE } from '../authorize';
import {
  ENGINEER,
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
  VIEWER,
} from '../testing/test-server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

it('the rules that are shipped are the first version, word for word', async () => {
  expect((await server.app.policySource.inForce()).active).toEqual({
    version: SHIPPED_VERSION,
    texts: SHIPPED_POLICIES,
  });
});

it('rules may ask for the roles that may decide, and for no other', () => {
  expect(ROLES.filter(mayDecide)).toEqual(
    ROLES.filter((role) => SCOPES_OF_ROLE[role].includes('approvals:decide')),
  );
});

async function askProofFor(reauthenticateFor: readonly string[]): Promise<void> {
  const path = '/api/v1/settings';
  const { version, zone: _, ...stored } = (await server.call('GET', path, { as: 'key' })).body;
  const headers = { 'if-match': `"${version}"` };
  await server.call('PUT', path, { as: 'key', body: { ...stored, reauthenticateFor }, headers });
}

it('wants a fresh proof before it is published or taken back, where the settings say so, and none to be logged', async () => {
  const change = async (path: string, body: object = {}) => {
    const asked = { as: ENGINEER, body: { reason: 'A test.', ...body } };
    const { body: answer } = await server.call('POST', `/api/v1/policies/${path}`, asked);
    return answer;
  };
  const refused = { status: 403, data: { reauthenticate: 'policies.publish' } };
  expect(await change('publish')).toMatchObject({ status: 409 });
  await server.app.db.pool.query(`UPDATE session SET authenticated_at = now() - interval '10 minutes'`);
  await askProofFor(['policies.publish']);
  expect(await change('publish')).toMatchObject(refused);
  expect(await change('rollback', { version: 1 })).toMatchObject(refused);
  expect(await change('log-only')).toMatchObject({ status: 409 });
  await askProofFor([]);
});

it('is obeyed within a second by a process that hears nothing, and denies where none is active', async () => {
  const { db, clock } = server.app;
  let laterMs = 0;
  const deaf = createPolicySource(db, { monotonicMs: () => clock.monotonicMs() + laterMs });
  expect((await deaf.inForce()).active?.version).toBe('1');
  await db.prisma.policyState.update({ where: { id: true }, data: { activeVersion: null } });
  laterMs = 1_000;
  expect((await deaf.inForce()).active).toBeNull();
  server.app.policySource.forget();
  const started = await server.call('POST', '/api/v1/runs', {
    as: OPERATOR,
    body: refundOf('ORD-POL-1', 40),
  });
  const runPath = `/api/v1/runs/${started.body.id}`;
  await server.call('GET', `${runPath}?wait=20`, { as: VIEWER });
  const { body: steps } = await server.call('GET', `${runPath}/steps`, { as: VIEWER });
  const calls = steps.items.filter(({ kind }: { kind: string }) => kind === 'tool');
  expect(calls.length).toBeGreaterThan(0);
  for (const { admission } of calls)
    expect(admission).toMatchObject({ verdict: 'deny', reasons: [{ rule: 'policy.none-active' }] });
});
