// One question for all acts that wait, and none where nobody can ask.
import { expect, it } from 'vitest';
import { answerProofs, askForProof } from './proof-asker';

it('asks once for all acts that wait, anew for a later one, and not at all where nobody can ask', async () => {
  expect(await askForProof()).toBe(false);
  const settle: ((proven: boolean) => void)[] = [];
  const takeBack = answerProofs(() => new Promise((resolve) => settle.push(resolve)));
  const both = Promise.all([askForProof(), askForProof()]);
  expect(settle).toHaveLength(1);
  settle[0]?.(true);
  expect(await both).toEqual([true, true]);
  const later = askForProof();
  settle[1]?.(false);
  expect(await later).toBe(false);
  takeBack();
  expect(await askForProof()).toBe(false);
});
