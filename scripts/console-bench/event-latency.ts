// How long a change that another process announces takes to an open page: from its publish() to the frame in the page's event stream.
import { randomUUID } from 'node:crypto';
import { GET } from '../../app/api/v1/events/route';
import { openDatabase } from '../../lib/store/database';
import { createHints } from '../../lib/store/notify';
import { type Figures, figuresOf } from './percentiles';

/** Announced one after the other: each is waited for, so that none hides behind another. */
export async function eventLatency(databaseUrl: string, apiKey: string, count: number): Promise<Figures> {
  const other = openDatabase({ url: databaseUrl, size: 1 });
  const hints = createHints({
    pool: other.pool,
    directUrl: databaseUrl,
    originId: randomUUID(),
    listener: { onChanges: () => {}, onWake: () => {}, onGap: () => {} },
  });
  const leave = new AbortController();
  const request = new Request('http://localhost/api/v1/events', {
    headers: { authorization: `Bearer ${apiKey}` },
    signal: leave.signal,
  });
  const response = await GET(request, undefined as never); // safe because the stream has no parameters
  const frames = readFrames(response);
  const durations: number[] = [];
  try {
    await frames('event: reset');
    for (let i = 0; i < count; i += 1) {
      const id = randomUUID();
      const publishedMs = performance.now();
      hints.publish([{ topic: 'runs', id }]);
      await frames(id);
      durations.push(performance.now() - publishedMs);
      await new Promise((resolve) => setTimeout(resolve, (i * 37) % 120));
    }
  } finally {
    leave.abort();
    await hints.stop();
    await other.close();
  }
  return figuresOf(durations);
}

/** Resolves when the stream has brought this text. */
function readFrames(response: Response): (text: string) => Promise<void> {
  const reader = response.body?.getReader();
  if (response.status !== 200 || reader === undefined) throw new Error(`no event stream: ${response.status}`);
  const decoder = new TextDecoder();
  let heard = '';
  return async (text) => {
    while (!heard.includes(text)) {
      const { value, done } = await reader.read();
      if (done) throw new Error('the event stream ended');
      heard = (heard + decoder.decode(value, { stream: true })).slice(-4_096);
    }
  };
}
