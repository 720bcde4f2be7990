// How refused requests are counted on their way to the store: one write at a time, together meanwhile, and never more than the bound.
import { expect, it } from 'vitest';
import type { EgressRefusal } from '../../domain/egress';
import type { CountedRefusal } from '../../store/write/count-egress-refusals';
import { EgressBook } from './egress-book';

function book() {
  const written: (readonly CountedRefusal[])[] = [];
  const warned: unknown[] = [];
  const gates: { open: () => void; fail: () => void }[] = [];
  const made = new EgressBook({
    write: (refusals) => {
      written.push(refusals);
      return new Promise((resolve, reject) =>
        gates.push({ open: resolve, fail: () => reject(new Error('away')) }),
      );
    },
    logger: { warn: (_message, fields) => warned.push(fields) },
  });
  return { made, written, warned, gates };
}

const refusal = (host: string, step = 1): EgressRefusal => ({
  caller: { kind: 'tool', name: 'orders.read', asker: { runId: 'r', step } },
  host,
  port: 80,
  code: 'address_refused',
});
const told = (batch: readonly CountedRefusal[] | undefined) =>
  batch?.map(({ host, times, caller }) => [host, times, caller.asker?.step]);

it('writes the first at once, and what comes meanwhile together, the latest step of each', async () => {
  const { made, written, gates } = book();
  made.note(refusal('a'));
  for (let step = 1; step <= 40; step += 1) made.note(refusal(step % 2 === 0 ? 'a' : 'b', step));
  expect(written.map(told)).toEqual([[['a', 1, 1]]]);
  gates[0]?.open();
  await new Promise(setImmediate);
  expect(told(written[1])).toEqual([
    ['b', 20, 39],
    ['a', 20, 40],
  ]);
  gates[1]?.open();
  await made.settled();
  made.note(refusal('c'));
  expect(written).toHaveLength(3);
});

it('counts hosts beyond the bound together', async () => {
  const { made, written, gates } = book();
  made.note(refusal('first'));
  for (let i = 0; i < 5_000; i += 1) made.note(refusal(`h${i}`));
  gates[0]?.open();
  await new Promise(setImmediate);
  expect(written[1]).toHaveLength(501);
  expect(told(written[1])?.at(-1)).toEqual(['*', 4_500, 1]);
});

it('logs what can’t be written, and goes on', async () => {
  const { made, written, warned, gates } = book();
  made.note(refusal('a'));
  made.note(refusal('b'));
  gates[0]?.fail();
  await new Promise(setImmediate);
  expect(warned).toMatchObject([{ refused: 1 }]);
  gates[1]?.open();
  await made.settled();
  expect(written).toHaveLength(2);
});
