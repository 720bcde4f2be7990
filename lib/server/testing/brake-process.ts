// A process of its own that counts what an agent spends and looks whether it spends too fast, again and again, as every server does.
import { sha256Hex } from '../../adapters/system/hash-text';
import { createTestIds } from '../../ports/testing/test-ids';
import { addSpendSeconds } from '../../store/alerts/spend-seconds';
import { transact } from '../../store/budgets/transact';
import { openDatabase } from '../../store/database';
import { answerCalls } from '../../store/testing/other-process';
import { watchSpendRate } from '../alerts/spend-breaker';

export type BrakeCalls = {
  /** So many charges of one agent, one after the other, with a look after each. @returns in how many looks something went wrong. */
  readonly spend: (agent: string, charges: number, microUsd: number) => Promise<number>;
};

const [url = '', seed = '1'] = process.argv.slice(2);
const db = openDatabase({ url, size: 3 });
let wrong = 0;
const failed = () => {
  wrong += 1;
};
const parts = {
  db,
  ids: createTestIds(Date.now() + Number(seed) * 1_000_000),
  hash: sha256Hex,
  hints: { publish() {} },
  logger: { info() {}, warn: failed, error: failed },
};

answerCalls({
  async spend(agent, charges, cost) {
    const charge = { runId: '', agent, called: 'model', name: 'm', allowances: [], held: 0, cost } as const;
    for (let made = 0; made < charges; made += 1) {
      const settledAt = new Date().toISOString();
      await transact(db.pool, 'count', (ask) => addSpendSeconds(ask, [{ ...charge, settledAt }]));
      await watchSpendRate(parts);
    }
    return wrong;
  },
} satisfies BrakeCalls);
