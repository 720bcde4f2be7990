// Knows how the policy changes: a version is written once, and which one holds is a pointer that moves under one lock.
import type { PolicyTexts } from '../../domain/policy-set';
import type { Actor } from '../../domain/principal';
import type { Transaction } from '../prisma';

/** What holds, as it was under the lock. */
export type PolicyHeld = {
  readonly revision: number;
  readonly activeVersion: number | null;
  readonly candidateVersion: number | null;
};

/** Whoever changes the policy, waits here for the others. Gone with the transaction. */
export async function lockPolicies(tx: Transaction): Promise<PolicyHeld> {
  await tx.$queryRawUnsafe(`SELECT pg_advisory_xact_lock(hashtext('bulkhead:policies'))::text`);
  const held = await tx.policyState.findFirst();
  return held ?? { revision: 0, activeVersion: null, candidateVersion: null };
}

/** The version with these very texts, the newest of them; a new one where there is none. */
export async function versionOfTexts(tx: Transaction, texts: PolicyTexts, by: Actor): Promise<number> {
  const { floor, permit, ask } = texts;
  const same = await tx.policyVersion.findFirst({
    where: { floor, permit, ask },
    orderBy: { version: 'desc' },
    select: { version: true },
  });
  if (same !== null) return same.version;
  const newest = await tx.policyVersion.findFirst({
    orderBy: { version: 'desc' },
    select: { version: true },
  });
  const version = (newest?.version ?? 0) + 1;
  await tx.policyVersion.create({ data: { version, floor, permit, ask, createdBy: by } });
  return version;
}

export async function textsOfVersion(tx: Transaction, version: number | null): Promise<PolicyTexts | null> {
  if (version === null) return null;
  const select = { floor: true, permit: true, ask: true } as const;
  return tx.policyVersion.findUnique({ where: { version }, select });
}

/** Whether it was active at some time. */
export async function wasActive(tx: Transaction, version: number): Promise<boolean> {
  const acts = { in: ['publish', 'roll_back'] };
  return (await tx.policyChange.count({ where: { version, act: acts } })) > 0;
}

export type PolicyMove = {
  readonly act: 'publish' | 'roll_back' | 'log_only' | 'stop_log_only';
  readonly version: number;
  readonly by: Actor;
  readonly reason: string;
};

/** Moves the pointers, and notes it. A version that becomes active is no candidate any more. */
export async function movePolicies(tx: Transaction, held: PolicyHeld, move: PolicyMove): Promise<void> {
  const { act, version, by, reason } = move;
  const activates = act === 'publish' || act === 'roll_back';
  const activeVersion = activates ? version : held.activeVersion;
  const stays = held.candidateVersion === activeVersion ? null : held.candidateVersion;
  const candidateVersion = activates ? stays : act === 'log_only' ? version : null;
  const next = { revision: held.revision + 1, activeVersion, candidateVersion };
  await tx.policyState.upsert({ where: { id: true }, create: next, update: next });
  const last = await tx.policyChange.findFirst({ orderBy: { seq: 'desc' }, select: { seq: true } });
  const seq = (last?.seq ?? 0) + 1;
  await tx.policyChange.create({ data: { seq, act, version, before: held.activeVersion, by, reason } });
}

/** @returns its revision; the same again is no new one. */
export async function writePolicyDraft(
  tx: Transaction,
  texts: PolicyTexts,
  by: Actor,
  check: (latest: number) => void,
): Promise<{ readonly revision: number; readonly changed: boolean }> {
  const { floor, permit, ask } = texts;
  const found = await tx.policyDraft.findFirst();
  check(found?.revision ?? 0);
  const same = found?.floor === floor && found.permit === permit && found.ask === ask;
  if (found !== null && same) return { revision: found.revision, changed: false };
  const revision = (found?.revision ?? 0) + 1;
  const row = { revision, floor, permit, ask, updatedBy: by };
  await tx.policyDraft.upsert({ where: { id: true }, create: row, update: row });
  await tx.$executeRawUnsafe('UPDATE policy_draft SET updated_at = now()');
  return { revision, changed: true };
}
