// Knows which rules hold now, for processes that judge by them. Versions never change and are kept; which of them hold is asked again twice a second.
import type { Clock } from '../ports/clock';
import type { PolicyInForce, PolicySource, PolicyVersionText } from '../ports/policy';
import type { Database } from './database';
import { readPolicyState, readPolicyVersion } from './read/read-policies';

/** What was published is obeyed within a second by every process, also where no hint arrives. */
const FRESH_MS = 500;
const MOST_KEPT = 6;

export type LivePolicySource = PolicySource & {
  /** What holds may have changed: the next question asks the store. */
  forget(): void;
  /** This version alone, whether or not it holds. */
  at(version: number): PolicySource;
};

export function createPolicySource(
  db: Pick<Database, 'pool'>,
  clock: Pick<Clock, 'monotonicMs'>,
): LivePolicySource {
  const kept = new Map<number, PolicyVersionText>();
  let latest: { readonly inForce: Promise<PolicyInForce>; readonly askedMs: number } | null = null;

  async function textOf(version: number | null): Promise<PolicyVersionText | null> {
    if (version === null) return null;
    const known = kept.get(version);
    if (known !== undefined) return known;
    const found = await readPolicyVersion(db, version);
    if (found === null) return null;
    const text = { version: String(version), texts: found.texts };
    kept.set(version, text);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return text;
  }

  async function ask(): Promise<PolicyInForce> {
    const { activeVersion, candidateVersion } = await readPolicyState(db);
    return { active: await textOf(activeVersion), candidate: await textOf(candidateVersion) };
  }

  return {
    inForce() {
      const nowMs = clock.monotonicMs();
      if (latest !== null && nowMs - latest.askedMs < FRESH_MS) return latest.inForce;
      const asked = { inForce: ask(), askedMs: nowMs };
      latest = asked;
      // A failure is told to those who asked meanwhile, and not kept.
      asked.inForce.catch(() => {
        if (latest === asked) latest = null;
      });
      return asked.inForce;
    },
    forget() {
      latest = null;
    },
    at: (version) => ({ inForce: async () => ({ active: await textOf(version), candidate: null }) }),
  };
}
