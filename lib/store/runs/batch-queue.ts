// Knows which waiting commits may share a statement: one of a run, no key that is both settled and claimed, no end that starts a run.
import type { EffectId } from '../../domain/effect';
import type { RunCommit } from '../../ports/run-store';

const nameOf = (id: EffectId) => `${id.scope}\n${id.key}`;

/** Whether the commit must be written alone: it settles a key that it also claims, or its end starts a run. */
export function mustBeAlone(commit: RunCommit): boolean {
  if (commit.exit?.kind === 'end' && commit.exit.compensation) return true;
  if (commit.effectCompletions.length === 0) return false;
  const settled = new Set(commit.effectCompletions.map(nameOf));
  return commit.effectClaims.some((claim) => settled.has(nameOf(claim)));
}

/**
 * Takes from the front of the queue what fits into one statement, at most `most`, and leaves the rest in its order. A commit that must be alone
 * comes alone.
 */
export function takeBatch<T extends { readonly commit: RunCommit }>(queue: T[], most: number): T[] {
  const first = queue[0];
  if (first === undefined) return [];
  if (mustBeAlone(first.commit)) return queue.splice(0, 1);
  const batch: T[] = [];
  const left: T[] = [];
  const runs = new Set<string>();
  const claimed = new Set<string>();
  const settled = new Set<string>();
  for (const waiting of queue) {
    const { commit } = waiting;
    const fits =
      batch.length < most &&
      !runs.has(commit.runId) &&
      !commit.effectClaims.some((claim) => settled.has(nameOf(claim))) &&
      !commit.effectCompletions.some((completion) => claimed.has(nameOf(completion))) &&
      !mustBeAlone(commit);
    (fits ? batch : left).push(waiting);
    // Also the run of one that was left: what follows it must not overtake it.
    runs.add(commit.runId);
    if (!fits) continue;
    for (const claim of commit.effectClaims) claimed.add(nameOf(claim));
    for (const completion of commit.effectCompletions) settled.add(nameOf(completion));
  }
  queue.splice(0, queue.length, ...left);
  return batch;
}
