// Knows Prisma's client on the very pool that the hot statements use, so that one bound holds for all connections.
import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { type Prisma, PrismaClient } from './generated/client';

/** Inside a transaction: the same models, without what a transaction can't do. */
export type Transaction = Prisma.TransactionClient;

/** A client that never ends the pool: whoever made that does. */
export function createPrisma(pool: Pool): PrismaClient {
  const adapter = new PrismaPg(pool, {
    // A connection lost inside a transaction also fails the statement, which is where it is handled.
    onConnectionError: () => {},
  });
  return new PrismaClient({ adapter, errorFormat: 'minimal' });
}
