// No change is missed because it came while the first answer was on its way.
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { askAgain } from './ask-again';

const client = new QueryClient();
afterEach(() => client.clear());

describe('askAgain', () => {
  it('asks once more after a first answer that was on its way', async () => {
    const answers: ((answer: string) => void)[] = [];
    const ask = vi.fn(() => new Promise<string>((resolve) => answers.push(resolve)));
    const observer = new QueryObserver(client, { queryKey: ['runs', 'list'], queryFn: ask });
    const stop = observer.subscribe(() => undefined);
    askAgain(client, ['runs']);
    expect(ask).toHaveBeenCalledTimes(1);
    answers[0]?.('before the change');
    await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(2));
    answers[1]?.('after it');
    await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('after it'));
    expect(ask).toHaveBeenCalledTimes(2);
    stop();
  });

  it('asks at once for what is there, and leaves what is about something else', async () => {
    const ask = vi.fn(async () => 'answer');
    const other = vi.fn(async () => 'other');
    const stops = [
      new QueryObserver(client, { queryKey: ['runs', 'list'], queryFn: ask }),
      new QueryObserver(client, { queryKey: ['agents'], queryFn: other }),
    ].map((observer) => observer.subscribe(() => undefined));
    await vi.waitFor(() => expect(client.getQueryData(['agents'])).toBe('other'));
    askAgain(client, ['runs']);
    await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(2));
    expect(other).toHaveBeenCalledTimes(1);
    for (const stop of stops) stop();
  });
});
