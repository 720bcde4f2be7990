// What an answer that gives the canary of its run away comes to: its output is taken for no answer, and the leak is told before the answer counts.
import type { JournalEntry } from '@/lib/domain/journal-payload';
import type { RunState } from '@/lib/domain/run-state';
import type { RunMarks } from '@/lib/domain/screening';
import { holdsCanary, withoutCanary } from '@/lib/guard/canary';
import type { ReadAnswer } from './read-answer';
import type { RuntimePorts } from './runtime-ports';

const REFUSED = {
  path: '/output',
  message: 'holds the secret mark of this prompt, which may not leave the run. Give the output without it.',
};

/** Calls stand as they were asked for, so that admission denies them one by one; the text beside them is shown without it. */
export function watchedAnswer(
  read: ReadAnswer,
  text: string | null,
  marks: RunMarks | null,
): { readonly read: ReadAnswer; readonly text: string | null; readonly leakedCanary?: true } {
  if (marks === null) return { read, text };
  const { canary } = marks;
  const shown = text === null ? null : withoutCanary(text, canary);
  switch (read.kind) {
    case 'calls': {
      const leaks = read.calls.some((call) => holdsCanary(call.arguments, canary));
      return { read, text: shown, ...(leaks ? { leakedCanary: true } : {}) };
    }
    case 'finish':
      if (!holdsCanary(read.output, canary)) return { read, text: shown };
      return { read: { kind: 'invalid', problems: [REFUSED] }, text: shown, leakedCanary: true };
    case 'invalid':
      return { read, text: shown };
  }
}

/** Told again where the commit of the answer is lost: a leak that was told once too often is better than one that was not. */
export async function tellLeaks(
  entries: readonly JournalEntry[],
  { runId, agent }: RunState,
  { store, changes, ids }: Pick<RuntimePorts, 'store' | 'changes' | 'ids'>,
): Promise<void> {
  for (const { kind, payload } of entries) {
    if (kind !== 'result' || payload.type !== 'model') continue;
    const secrets = payload.secretsSeen ?? [];
    if (secrets.length > 0) {
      const seen = { where: 'answer', secrets, agent, runId, step: payload.step } as const;
      const told = await store.tellSecrets(seen, () => ids.timeOrdered());
      changes.publish(told.map((one) => ({ topic: 'alerts', id: one })));
    }
    if (payload.leakedCanary !== true) continue;
    const id = await store.tellLeak({ runId, agent, step: payload.step }, ids.timeOrdered());
    if (id !== null) changes.publish([{ topic: 'alerts', id }]);
  }
}
