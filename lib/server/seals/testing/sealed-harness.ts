// Knows a run store whose journals are sealed and checked, and an intruder who writes past its triggers. For tests.
import { Client } from 'pg';
import { masterKeyOf } from '../../../adapters/secrets/master-key';
import { anOwnedRun, commitOn, following, type OwnedRun } from '../../../ports/testing/run-store-scenario';
import { verifyAudit } from '../../../store/read/verify-audit';
import { openHarness, sha256 } from '../../../store/runs/testing/harness';
import { signatureCheck } from '../audit-key';
import { sealJournals } from '../seal-journals';

export type SealedHarness = Awaited<ReturnType<typeof openSealedHarness>>;

export async function openSealedHarness() {
  const harness = await openHarness();
  const { db, store } = harness;
  const intruder = new Client({ connectionString: harness.superuserUrl });
  await intruder.connect();
  await intruder.query(`SET session_replication_role = 'replica'`);
  const masterKey = masterKeyOf(Buffer.alloc(32, 7));
  const grow = async (run: OwnedRun): Promise<OwnedRun> => {
    const commit = commitOn(run);
    await store.commit(commit);
    return following(run, commit);
  };
  return {
    db,
    store,
    /** Past the triggers that keep the app from it. */
    intruder,
    grow,
    /** A run of this many rows, its owner at work. */
    async grownTo(rows: number): Promise<OwnedRun> {
      let run = await anOwnedRun(harness);
      while (run.last.seq < rows) run = await grow(run);
      return run;
    },
    seal: (options: Parameters<typeof sealJournals>[1] = {}, key = masterKey) =>
      sealJournals({ db, masterKey: key, hash: sha256 }, options),
    async record(expectedHead?: string, key = masterKey) {
      const isSigned = await signatureCheck({ db, masterKey: key });
      return verifyAudit(db, sha256, { expectedHead, isSigned });
    },
    async close(): Promise<void> {
      await intruder.end();
      await harness.close();
    },
  };
}
