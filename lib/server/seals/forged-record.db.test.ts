// Somebody writes everywhere but has no master key: found at a seal, or said to be beyond finding.
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { masterKeyOf } from '../../adapters/secrets/master-key';
import { headsDigest } from '../../domain/seal';
import { anOwnedRun, commitOn, following } from '../../ports/testing/run-store-scenario';
import { verifyAudit } from '../../store/read/verify-audit';
import { type DatabaseHarness, openHarness, sha256 } from '../../store/runs/testing/harness';
import { signatureCheck } from './audit-key';
import { sealJournals } from './seal-journals';
import { rewriteJournal, rewriteRecord } from './testing/rewriting';

const masterKey = masterKeyOf(Buffer.alloc(32, 7));

let harness: DatabaseHarness;
/** Past the triggers that keep the app from it. */
let intruder: Client;
beforeEach(async () => {
  harness = await openHarness();
  intruder = new Client({ connectionString: harness.superuserUrl });
  await intruder.connect();
  await intruder.query(`SET session_replication_role = 'replica'`);
});
afterEach(async () => {
  await intruder.end();
  await harness.close();
});

const parts = () => ({ db: harness.db, masterKey, hash: sha256 });
const seal = () => sealJournals(parts());
const record = async (expectedHead?: string, key = masterKey) =>
  verifyAudit(harness.db, sha256, {
    expectedHead,
    isSigned: await signatureCheck({ db: harness.db, masterKey: key }),
  });

describe('somebody who may write everywhere but has no master key', () => {
  it('is found at the seal, however well all hashes fit', async () => {
    const { runId } = await aRunOf(5);
    await seal();
    const { head } = await record();
    const hash = await rewriteJournal(intruder, runId);
    await intruder.query('UPDATE sealed_head SET hash = $1', [hash]);
    const changed = {
      ok: false,
      firstBroken: null,
      seals: { firstBroken: { seq: 1, fault: 'heads_changed' } },
    };
    expect(await record()).toMatchObject(changed);

    await rewriteRecord(intruder, headsDigest([{ runId, seq: 5, hash }], sha256));
    expect(await record()).toMatchObject({
      ok: false,
      firstBroken: null,
      seals: { firstBroken: { fault: 'forged' } },
    });
    await intruder.query(`UPDATE audit_event SET action = 'secret.put'`);
    expect((await record()).firstBroken).toBe(1);
    await rewriteRecord(intruder, '');
    expect(await record()).toMatchObject({
      ok: false,
      seals: { checked: 0, firstBroken: { fault: 'displaced' } },
    });
    await intruder.query(`UPDATE audit_event SET action = 'journal.seal'`);
    await rewriteRecord(intruder, '');
    await intruder.query('DELETE FROM audit_seal');
    expect(await record()).toMatchObject({ ok: false, seals: { firstBroken: { fault: 'unsigned' } } });

    // Without the seal itself nothing within tells of it; a head that was kept elsewhere does.
    await intruder.query('DELETE FROM sealed_head');
    await intruder.query('DELETE FROM audit_event');
    expect(await record()).toMatchObject({ ok: true, seals: { checked: 0, newest: null } });
    expect(await record(head ?? '')).toMatchObject({ ok: false, expectedHeadFound: false });
  });
});

async function aRunOf(rows: number) {
  let run = await anOwnedRun(harness);
  while (run.last.seq < rows) {
    const commit = commitOn(run);
    await harness.store.commit(commit);
    run = following(run, commit);
  }
  return run;
}
