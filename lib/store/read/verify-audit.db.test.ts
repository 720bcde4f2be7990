// Whatever is done to the record behind its back is found at the first event that it touches.
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TEST_ACTOR } from '../../ports/testing/journal-builder';
import { appendAudit } from '../append-audit';
import { type Database, inTransaction, openDatabase } from '../database';
import { sha256 } from '../runs/testing/harness';
import { createTestDatabase, type TestDatabase } from '../testing/test-database';
import { verifyAudit } from './verify-audit';

const EVENTS = 6;

describe('verifyAudit', () => {
  let test: TestDatabase;
  let db: Database;
  /** Past the triggers that keep the app from it. */
  let intruder: Client;
  beforeAll(async () => {
    test = await createTestDatabase();
    db = openDatabase({ url: test.appUrl, size: 4 });
    intruder = new Client({ connectionString: test.superuserUrl });
    await intruder.connect();
    await intruder.query(`SET session_replication_role = 'replica'`);
  });
  afterAll(async () => {
    await intruder.end();
    await db.close();
    await test.drop();
  });
  beforeEach(async () => {
    await intruder.query('DELETE FROM audit_event');
    for (let i = 1; i <= EVENTS; i += 1)
      await inTransaction(db, 'test', (tx) =>
        appendAudit(
          tx,
          {
            actor: TEST_ACTOR,
            action: 'secret.put',
            entity: { kind: 'secret', id: `S${i}` },
            after: { version: i },
            reason: `why ${i}`,
          },
          sha256,
        ),
      );
  });
  const verdict = (expectedHead?: string) => verifyAudit(db, sha256, { expectedHead });

  it('finds nothing where nothing was done', async () => {
    const { head, ...rest } = await verdict();
    const seals = { checked: 0, unopened: 0, newest: null, firstBroken: null };
    expect(rest).toEqual({ ok: true, checked: EVENTS, firstBroken: null, expectedHeadFound: null, seals });
    expect(await verdict(head ?? '')).toMatchObject({ ok: true, expectedHeadFound: true });
  });

  it.each([
    ['a changed reason', `UPDATE audit_event SET reason = 'another' WHERE seq = 3`],
    ['a changed actor', `UPDATE audit_event SET actor = jsonb_set(actor, '{label}', '"Eve"') WHERE seq = 3`],
    ['a changed time', `UPDATE audit_event SET at = at + interval '1 ms' WHERE seq = 3`],
    ['a changed content', `UPDATE audit_event SET after = '{"version": 9}' WHERE seq = 3`],
    ['a removed event', `DELETE FROM audit_event WHERE seq = 3`],
    [
      'two events in the other order',
      `UPDATE audit_event SET seq = CASE seq WHEN 3 THEN 104 ELSE 103 END WHERE seq IN (3, 4);
       UPDATE audit_event SET seq = seq - 100 WHERE seq > 100`,
    ],
    [
      'an event taken out and the rest moved up',
      `DELETE FROM audit_event WHERE seq = 3; UPDATE audit_event SET seq = seq + 99 WHERE seq > 3;
       UPDATE audit_event SET seq = seq - 100 WHERE seq > 100`,
    ],
  ])('finds %s', async (_, deed) => {
    await intruder.query(deed);
    expect(await verdict()).toMatchObject({ ok: false, checked: 2, firstBroken: 3 });
  });

  it('sees a cut tail against a head that was kept elsewhere, and only so', async () => {
    const { head } = await verdict();
    await intruder.query('DELETE FROM audit_event WHERE seq > 4');
    expect(await verdict()).toMatchObject({ ok: true, checked: 4 });
    expect(await verdict(head ?? '')).toMatchObject({
      ok: false,
      firstBroken: null,
      expectedHeadFound: false,
    });
  });

  it('stops when nobody waits for it', async () => {
    await expect(verifyAudit(db, sha256, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });
});
