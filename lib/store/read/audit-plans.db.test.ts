// Holds each filter of the record to an index: with many events, none may read the table from end to end.
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAuditQuery } from '../../contract/audit';
import { type Database, openDatabase } from '../database';
import { type PlanWork, planWork } from '../testing/plan-work';
import { createTestDatabase, type TestDatabase } from '../testing/test-database';
import { listAudit, listAuditStatement } from './list-audit';

const EVENTS = 20_000;
const FIRST = Date.parse('2026-01-01T00:00:00.000Z');
const STEP_MS = 60_000;

/** Chained by nothing: only how it is found matters here. */
const SEED = `INSERT INTO audit_event (seq, at, actor, action, entity_kind, entity_id, before, after, reason, prev_hash, hash)
  SELECT n, to_timestamp($2::float8 / 1000) + n * interval '1 minute',
    jsonb_build_object('kind', 'user', 'id', 'person-' || n % 40, 'label', 'Person ' || n % 40),
    (ARRAY['secret.put', 'approval.decide', 'session.create', 'run.cancel'])[1 + n % 4],
    (ARRAY['secret', 'approval', 'session', 'run'])[1 + n % 4], 'thing-' || n % 997, NULL,
    json_build_object('version', n, 'text', repeat('what was decided then ', 10)),
    CASE n WHEN 4242 THEN 'The Carrier called' END, repeat('0', 64), repeat('0', 64)
  FROM generate_series(1, $1::int) n`;

let test: TestDatabase;
let db: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  const owner = new Client({ connectionString: test.ownerUrl });
  await owner.connect();
  await owner.query(SEED, [EVENTS, FIRST]);
  await owner.query('ANALYZE audit_event');
  await owner.end();
  db = openDatabase({ url: test.appUrl, size: 2 });
}, 60_000);
afterAll(async () => {
  await db.close();
  await test.drop();
});

async function workFor(filter: Record<string, string>, below?: number): Promise<PlanWork> {
  const { text, values } = await listAuditStatement(db, listAuditQuery.parse(filter), below);
  return planWork(db.pool, text, values);
}
const at = (n: number) => new Date(FIRST + n * STEP_MS).toISOString();

describe('the list of many events', () => {
  it.each([
    [{}],
    [{ actor: 'person-7' }],
    [{ actor: 'nobody' }],
    [{ action: 'run.cancel' }],
    [{ action: 'run.cancel,secret.put' }],
    [{ action: 'settings.put' }],
    [{ entity: 'secret' }],
    [{ entity: 'secret:thing-4' }],
    [{ entity: 'secret:nothing' }],
    [{ since: at(EVENTS - 100) }],
    [{ until: at(100) }],
    [{ q: 'the carrier' }],
    [{ q: 'nowhere to be found' }],
    [{ q: 'decided' }],
    [{ actor: 'person-7', action: 'run.cancel', since: at(100) }],
  ])('is found by an index under %j, and looks at few events', async (filter) => {
    const { whole, looked } = await workFor(filter);
    expect(whole).toEqual([]);
    expect(looked).toBeLessThan(EVENTS / 10);
  });

  it('is as near at its far end', async () => {
    const { whole, looked } = await workFor({}, 100);
    expect({ whole, few: looked < 200 }).toEqual({ whole: [], few: true });
  });

  it('finds a part of a reason, whatever the case, and takes no sign for a wildcard', async () => {
    const found = async (q: string) => (await listAudit(db, listAuditQuery.parse({ q }))).items;
    expect((await found('THE CARRIER')).map(({ seq }) => seq)).toEqual([4242]);
    expect(await found('the_carrier')).toEqual([]);
    expect(await found('%')).toEqual([]);
  });
});
