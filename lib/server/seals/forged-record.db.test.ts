// Somebody writes everywhere but has no master key: found at a seal, or said to be beyond finding.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { headsDigest } from '../../domain/seal';
import { sha256 } from '../../store/runs/testing/harness';
import { rewriteJournal, rewriteRecord } from './testing/rewriting';
import { openSealedHarness, type SealedHarness } from './testing/sealed-harness';

let sealed: SealedHarness;
beforeEach(async () => {
  sealed = await openSealedHarness();
});
afterEach(() => sealed.close());

describe('somebody who may write everywhere but has no master key', () => {
  it('is found at the seal, however well all hashes fit', async () => {
    const { runId } = await sealed.grownTo(5);
    await sealed.seal();
    const { head } = await sealed.record();
    const hash = await rewriteJournal(sealed.intruder, runId);
    await sealed.intruder.query('UPDATE sealed_head SET hash = $1', [hash]);
    const changed = {
      ok: false,
      firstBroken: null,
      seals: { firstBroken: { seq: 1, fault: 'heads_changed' } },
    };
    expect(await sealed.record()).toMatchObject(changed);

    await rewriteRecord(sealed.intruder, headsDigest([{ runId, seq: 5, hash }], sha256));
    expect(await sealed.record()).toMatchObject({
      ok: false,
      firstBroken: null,
      seals: { firstBroken: { fault: 'forged' } },
    });
    await sealed.intruder.query(`UPDATE audit_event SET action = 'secret.put'`);
    expect((await sealed.record()).firstBroken).toBe(1);
    await rewriteRecord(sealed.intruder, '');
    expect(await sealed.record()).toMatchObject({
      ok: false,
      seals: { checked: 0, firstBroken: { fault: 'displaced' } },
    });
    await sealed.intruder.query(`UPDATE audit_event SET action = 'journal.seal'`);
    await rewriteRecord(sealed.intruder, '');
    await sealed.intruder.query('DELETE FROM audit_seal');
    expect(await sealed.record()).toMatchObject({ ok: false, seals: { firstBroken: { fault: 'unsigned' } } });

    // Without the seal itself nothing within tells of it; a head that was kept elsewhere does.
    await sealed.intruder.query('DELETE FROM sealed_head');
    await sealed.intruder.query('DELETE FROM audit_event');
    expect(await sealed.record()).toMatchObject({ ok: true, seals: { checked: 0, newest: null } });
    expect(await sealed.record(head ?? '')).toMatchObject({ ok: false, expectedHeadFound: false });
  });
});
