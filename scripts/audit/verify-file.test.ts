// A file by itself: what was done to it is found at its place, and what no file can tell is said.
import { describe, expect, it } from 'vitest';
import { auditHash, type ChainedEvent } from '../../lib/domain/audit-chain';
import { GENESIS_HASH } from '../../lib/domain/journal-row';
import { sha256 } from '../../lib/ports/testing/sha256';
import { saidVerdict } from './said-verdict';
import { verifyFile } from './verify-file';

type Written = Record<string, unknown> & { readonly seq: number; readonly hash: string };

function written(count: number, reason = (seq: number) => `why ${seq}`): Written[] {
  const events: Written[] = [];
  let prevHash = GENESIS_HASH;
  for (let seq = 1; seq <= count; seq += 1) {
    const rest = {
      seq,
      at: new Date(Date.UTC(2026, 0, 1, 12, 0, seq)).toISOString(),
      actor: { kind: 'user', id: 'user-ada', label: 'Ada' } as const,
      action: 'secret.put',
      before: null,
      after: { version: seq },
      reason: reason(seq),
      requestId: null,
      prevHash,
    };
    const chained: ChainedEvent = { ...rest, entityKind: 'secret', entityId: `S${seq}` };
    const hash = auditHash(chained, sha256);
    events.push({ ...rest, entity: { kind: 'secret', id: `S${seq}`, name: null }, redacted: false, hash });
    prevHash = hash;
  }
  return events;
}
const lines = (events: readonly object[]) => events.map((event) => JSON.stringify(event));
const verify = (text: readonly string[], expectedHead?: string) =>
  verifyFile(text, { hash: sha256, expectedHead });
const faultsOf = async (events: readonly object[]) =>
  (await verify(lines(events))).faults.map(({ seq, fault }) => [seq, fault]);
const changed = (events: readonly Written[], seq: number, over: object) =>
  events.map((event) => (event.seq === seq ? { ...event, ...over } : event));

describe('an exported record', () => {
  const events = written(6);
  const head = events[5]?.hash;

  it('is whole oldest first, newest first, and as a JSON list', async () => {
    const whole = { events: 6, first: 1, last: 6, head, faultCount: 0, withheld: 0 };
    expect(await verify(lines(events), head)).toMatchObject({ ...whole, expectedHead: 'found' });
    expect(await verify(lines(events.toReversed()))).toMatchObject({ ...whole, expectedHead: 'not_given' });
    const list = JSON.stringify(events, null, 0).replaceAll('},{"seq"', '},\n{"seq"').split('\n');
    expect(await verify(['[', ...list.join('\n').slice(1, -1).split('\n'), ']'])).toMatchObject(whole);
  });

  it.each<[string, readonly object[], readonly unknown[]]>([
    ['an edit', changed(events, 3, { reason: 'another' }), [[3, 'changed']]],
    ['an edit whose hash was made anew', reHashed(events, 3), [[4, 'unlinked']]],
    ['a removed event', events.filter(({ seq }) => seq !== 3), [[4, 'gap']]],
    [
      'events in another order',
      [0, 1, 3, 2, 4, 5].flatMap((i) => events[i] ?? []),
      [
        [4, 'gap'],
        [3, 'order'],
        [5, 'gap'],
      ],
    ],
    ['an event that is there twice', [...events, ...events.slice(5)], [[6, 'order']]],
    [
      'a first event that follows another record',
      changed(events, 1, { prevHash: 'a'.repeat(64) }),
      [
        [1, 'changed'],
        [1, 'unlinked'],
      ],
    ],
  ])('shows %s at its place', async (_, file, faults) => {
    expect(await faultsOf(file)).toEqual(faults);
  });

  it('shows what is no event', async () => {
    const text = [...lines(events.slice(0, 2)), '{"seq": 3', ...lines(events.slice(2))];
    expect((await verify(text)).faults).toEqual([{ line: 3, seq: null, fault: 'unreadable' }]);
  });

  it('that was cut off, or written anew as a whole, is told from the real one by its head alone', async () => {
    for (const file of [events.slice(0, 4), written(6, (seq) => `a better reason ${seq}`)]) {
      const alone = saidVerdict(await verify(lines(file)));
      expect(alone.ok).toBe(true);
      expect(alone.lines.join('\n')).toMatch(
        /cut off at the end or written anew as a whole looks like this one/,
      );
      expect(saidVerdict(await verify(lines(file), head)).ok).toBe(false);
    }
  });

  it('with something withheld proves the place of that event, and says that no more', async () => {
    const verdict = await verify(lines(changed(events, 3, { redacted: true, reason: '[secret:X]' })));
    expect(verdict).toMatchObject({ faultCount: 0, withheld: 1 });
    expect(saidVerdict(verdict).lines.join('\n')).toMatch(/of 1 events something is withheld/);
  });

  it('that is empty, or begins later, says so', async () => {
    expect(saidVerdict(await verify(['[]'])).ok).toBe(false);
    expect(saidVerdict(await verify(lines(events.slice(2)))).lines.join('\n')).toMatch(/begins with event 3/);
  });
});

function reHashed(events: readonly Written[], seq: number): Written[] {
  return events.map((event) => {
    if (event.seq !== seq) return event;
    const {
      entity,
      redacted: _,
      hash: __,
      ...rest
    } = { ...event, reason: 'another' } as unknown as ChainedEvent & {
      entity: { kind: string; id: string };
      redacted: boolean;
      hash: string;
    };
    const hash = auditHash({ ...rest, entityKind: entity.kind, entityId: entity.id }, sha256);
    return { ...event, reason: 'another', hash };
  });
}
