// Knows how an alert is acknowledged: once, by whoever comes first.
import type { Actor } from '../../domain/principal';
import type { Transaction } from '../prisma';

const ACKNOWLEDGE = `UPDATE alert SET acknowledged_at = now(), acknowledged_by = $2::jsonb, acknowledged_reason = $3
  WHERE id = $1::uuid AND acknowledged_at IS NULL RETURNING kind, subject`;

/** @returns what it is about; null where it is acknowledged already, or not there. */
export async function acknowledgeAlert(
  tx: Transaction,
  { id, by, reason }: { readonly id: string; readonly by: Actor; readonly reason: string | null },
): Promise<{ readonly kind: string; readonly subject: string } | null> {
  const [done] = await tx.$queryRawUnsafe<{ kind: string; subject: string }[]>(
    ACKNOWLEDGE,
    id,
    JSON.stringify(by),
    reason,
  );
  return done ?? null;
}
