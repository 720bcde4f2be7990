// Of long checks few run at once, the same one once, and none for nobody.
import { describe, expect, it } from 'vitest';
import { SharedChecks } from './shared-checks';

function counted() {
  const begun: { readonly signal: AbortSignal; readonly finish: (value: string) => void }[] = [];
  const check = (signal: AbortSignal) => {
    return new Promise<string>((finish) => begun.push({ signal, finish }));
  };
  return { begun, check };
}
const stays = () => new AbortController().signal;

describe('shared checks', () => {
  it('run once for all who ask the same, and again for who asks later', async () => {
    const checks = new SharedChecks<string>(1);
    const { begun, check } = counted();
    const both = [checks.ask('a', stays(), check), checks.ask('a', stays(), check)];
    expect(begun).toHaveLength(1);
    begun[0]?.finish('whole');
    expect(await Promise.all(both)).toEqual(['whole', 'whole']);
    const later = checks.ask('a', stays(), check);
    expect(begun).toHaveLength(2);
    begun[1]?.finish('later');
    expect(await later).toBe('later');
  });

  it('refuse more than a few at once, and say when to come again', async () => {
    const checks = new SharedChecks<string>(1);
    const { begun, check } = counted();
    const first = checks.ask('a', stays(), check);
    await expect(checks.ask('b', stays(), check)).rejects.toMatchObject({
      code: 'rate_limited',
      data: { retryAfterMs: 2_000 },
    });
    begun[0]?.finish('whole');
    expect(await first).toBe('whole');
    const next = checks.ask('b', stays(), check);
    begun[1]?.finish('b');
    expect(await next).toBe('b');
  });

  it('go on while somebody waits, and end with the last who leaves', async () => {
    const checks = new SharedChecks<string>(1);
    const { begun, check } = counted();
    const [one, two] = [new AbortController(), new AbortController()];
    const asked = [checks.ask('a', one.signal, check), checks.ask('a', two.signal, check)].map((answer) =>
      answer.catch((reason: unknown) => reason),
    );
    one.abort('left');
    expect(await asked[0]).toBe('left');
    expect(begun[0]?.signal.aborted).toBe(false);
    two.abort('left too');
    expect(await asked[1]).toBe('left too');
    expect(begun[0]?.signal.aborted).toBe(true);
  });
});
