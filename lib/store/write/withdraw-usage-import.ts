// Knows how a usage export is withdrawn: what still stands of it goes, and the import says by whom and why. What it had replaced does not come back.
import type { Actor } from '../../domain/principal';
import type { Transaction } from '../prisma';

const MARK = `UPDATE usage_import SET withdrawn_at = now(), withdrawn_by = $2::jsonb, withdrawn_reason = $3
  WHERE id = $1::uuid AND withdrawn_at IS NULL RETURNING provider, file_name AS "fileName", to_char(first_day, 'YYYY-MM-DD') AS "firstDay",
    to_char(last_day, 'YYYY-MM-DD') AS "lastDay"`;
const REMOVE = `DELETE FROM provider_figure WHERE import_id = $1::uuid`;

export type WithdrawnImport = {
  readonly provider: string;
  readonly fileName: string;
  readonly firstDay: string;
  readonly lastDay: string;
  /** Figures that stood. */
  readonly removed: number;
};

/** Of a transaction that imports are locked in. @returns null where it was withdrawn already, or never imported. */
export async function withdrawUsageImport(
  tx: Transaction,
  { id, by, reason }: { readonly id: string; readonly by: Actor; readonly reason: string },
): Promise<WithdrawnImport | null> {
  const [found] = await tx.$queryRawUnsafe<Omit<WithdrawnImport, 'removed'>[]>(
    MARK,
    id,
    JSON.stringify(by),
    reason,
  );
  return found === undefined ? null : { ...found, removed: await tx.$executeRawUnsafe(REMOVE, id) };
}
