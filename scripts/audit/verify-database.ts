// Checks the record and all journals of a database, with progress. Works beside a running Bulkhead and changes nothing.
import { masterKeyOf } from '../../lib/adapters/secrets/master-key';
import { sha256Hex } from '../../lib/adapters/system/hash-text';
import type { Env } from '../../lib/env';
import { signatureCheck } from '../../lib/server/seals/audit-key';
import { type Database, openDatabase as openPool } from '../../lib/store/database';
import { installationSecrets } from '../../lib/store/embedded/secrets';
import { verifyAudit } from '../../lib/store/read/verify-audit';
import { type JournalsChecked, verifyJournals } from '../../lib/store/seals/verify-journals';
import { openDataDir } from '../launch/data-dir';
import { openDatabase } from '../launch/database';
import { say } from '../launch/report';
import { runningLaunch } from '../launch/start-lock';

const RUNS_AT_ONCE = 200;
const TOLD_EVERY_MS = 2_000;
const MOST_TOLD = 100;

const rate = (count: number, ms: number) =>
  `${count} in ${(ms / 1_000).toFixed(1)} s, ${Math.round((count * 1_000) / Math.max(1, ms))} a second`;
const megabytes = () => `${Math.round(process.memoryUsage().rss / 1_048_576)} MB`;

/** @returns whether everything is whole. */
export async function verifyDatabase(env: Env, expectedHead: string | undefined): Promise<boolean> {
  const dataDir = await openDataDir(env.dataDir);
  const database = await openDatabase(env);
  const db = openPool({ url: database.ownerUrl, size: 2, onIdleError: () => {} });
  try {
    const record = await checkRecord(env, db, expectedHead);
    return (await checkJournals(db)) && record;
  } finally {
    await db.close();
    if (database.cluster?.startedNow && !(await runningLaunch(dataDir))) await database.cluster.stop();
  }
}

async function checkRecord(env: Env, db: Database, expectedHead: string | undefined): Promise<boolean> {
  const bytes =
    env.masterKey ??
    Buffer.from((await installationSecrets(env.dataDir, { clusterExists: true })).masterKey, 'base64');
  const isSigned = await signatureCheck({ db, masterKey: masterKeyOf(bytes, env.oldMasterKeys) });
  const tell = teller();
  const startedMs = performance.now();
  const found = await verifyAudit(db, sha256Hex, {
    expectedHead,
    isSigned,
    onProgress: (checked) => tell(`  ${checked} events`),
  });
  const { ok, checked, firstBroken, seals, head, expectedHeadFound } = found;
  say(`${ok ? '✓' : '✗'} record: ${rate(checked, performance.now() - startedMs)}, ${seals.checked} seals`);
  if (firstBroken !== null) say(`✗ event ${firstBroken} does not follow from those before it`);
  if (seals.firstBroken !== null) say(`✗ seal ${seals.firstBroken.seq}: ${seals.firstBroken.fault}`);
  if (expectedHeadFound === false) say('✗ the expected head is not in the record');
  if (seals.unopened > 0)
    say(
      `✗ of ${seals.unopened} seals the key can’t be opened with this master key: whether they are this installation’s can’t be seen`,
    );
  if (seals.newest !== null) say(`  signed up to event ${seals.newest.seq}, ${seals.newest.at}`);
  if (head !== null) say(`  head ${head}`);
  return ok;
}

async function checkJournals(db: Database): Promise<boolean> {
  const tell = teller();
  const startedMs = performance.now();
  let [runs, rows, broken, after]: [number, number, number, string | null] = [0, 0, 0, null];
  do {
    const piece: JournalsChecked = await verifyJournals(db, sha256Hex, { after, limit: RUNS_AT_ONCE });
    runs += piece.runs;
    rows += piece.rows;
    for (const { runId, seq, fault } of piece.broken) {
      broken += 1;
      if (broken <= MOST_TOLD) say(`✗ run ${runId}, row ${seq}: ${fault}`);
    }
    after = piece.next;
    tell(`  ${rows} rows of ${runs} journals, ${megabytes()}`);
  } while (after !== null);
  say(
    `${broken === 0 ? '✓' : '✗'} journals: ${runs}, ${broken} of them broken; rows: ${rate(rows, performance.now() - startedMs)}, ${megabytes()}`,
  );
  return broken === 0;
}

function teller(): (line: string) => void {
  let nextMs = performance.now() + TOLD_EVERY_MS;
  return (line) => {
    if (performance.now() < nextMs) return;
    nextMs = performance.now() + TOLD_EVERY_MS;
    say(line);
  };
}
