// Knows the ledger of budgets on PostgreSQL, by the database's clock alone; the statements stand beside it, one operation a file.
import type { Pool } from 'pg';
import type { BudgetLedger } from '../../ports/budget-ledger';
import { createSpendTender } from '../spend/tend-spend';
import { storeError } from '../store-errors';
import { countHolds } from './count-holds';
import { grantRoom } from './grant-room';
import { sweepAllowances } from './sweep-allowances';
import { tendAllowances } from './tend-allowances';

export function createBudgetLedger(pool: Pool): BudgetLedger {
  const spend = createSpendTender(pool);
  const told = async <T>(action: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw storeError(error, action);
    }
  };
  return {
    grant: (request) => told('grant room', () => grantRoom(pool, request)),
    tend: (workerId, returns) => told('tend allowances', () => tendAllowances(pool, workerId, returns)),
    count: (limit) =>
      told('count holds', async () => {
        const counted = await countHolds(pool, limit);
        await sweepAllowances(pool);
        await spend.tend();
        return counted;
      }),
  };
}
