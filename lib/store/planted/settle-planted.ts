// Knows whether whoever decided a planted call saw what was wrong with it.
import { canonicalJson } from '../../domain/canonical-json';
import { valueAtPath } from '../../domain/dotted-path';
import type { JsonObject } from '../../domain/json';
import type { ApprovalWithVotes } from '../approval-record';
import type { Transaction } from '../prisma';

type Met = {
  readonly decision: string;
  readonly personId: string;
  readonly edited: { readonly arguments: JsonObject } | null;
};

/** Rejected, or the wrong argument changed: seen. Let pass, or another one changed: not. */
export async function settlePlanted(
  tx: Transaction,
  { id, plant, arguments: shown }: ApprovalWithVotes,
  { decision, personId, edited }: Met,
): Promise<void> {
  if (plant === null) throw new Error(`the planted approval ${id} says what is wrong with it`);
  const changed = edited !== null && differsAt(plant.path, shown as JsonObject, edited.arguments); // safe because the column holds the arguments of a call
  const caught = decision === 'reject' || changed;
  await tx.plantedCall.update({ where: { approvalId: id }, data: { caught, decidedBy: personId } });
}

const differsAt = (path: string, before: JsonObject, after: JsonObject): boolean =>
  canonicalJson(valueAtPath(before, path) ?? null) !== canonicalJson(valueAtPath(after, path) ?? null);
