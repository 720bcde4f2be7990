// No change is missed because it came while the first answer was on its way.
import { InfiniteQueryObserver, QueryClient, QueryObserver } from '@tanstack/react-query';
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
    await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(2), 30_000);
    answers[1]?.('after it');
    await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('after it'), 30_000);
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
    await vi.waitFor(() => expect(client.getQueryData(['agents'])).toBe('other'), 30_000);
    askAgain(client, ['runs']);
    await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(2), 30_000);
    expect(other).toHaveBeenCalledTimes(1);
    for (const stop of stops) stop();
  });

  it('lets the next page of a list come, and asks for all of its pages afterwards', async () => {
    let rows = ['a', 'b'];
    const waiting: (() => void)[] = [];
    const observer = new InfiniteQueryObserver(client, {
      queryKey: ['approvals', 'list'],
      queryFn: ({ pageParam, signal }) =>
        new Promise<string>((resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('cancelled')));
          waiting.push(() => resolve(rows[pageParam] ?? ''));
        }),
      initialPageParam: 0,
      getNextPageParam: (_page, pages) => (pages.length < 2 ? pages.length : undefined),
      retry: false,
    });
    const stop = observer.subscribe(() => undefined);
    const answered = (count: number) =>
      vi.waitFor(() => {
        expect(waiting).toHaveLength(count);
        waiting[count - 1]?.();
      }, 30_000);
    await answered(1);
    await vi.waitFor(() => expect(observer.getCurrentResult().hasNextPage).toBe(true), 30_000);
    void observer.fetchNextPage();
    await vi.waitFor(() => expect(waiting).toHaveLength(2), 30_000);
    rows = ['a changed', 'b changed'];
    askAgain(client, ['approvals']);
    for (const count of [2, 3, 4]) await answered(count);
    await vi.waitFor(() => expect(observer.getCurrentResult().data?.pages).toEqual(rows), 30_000);
    stop();
  });
});
