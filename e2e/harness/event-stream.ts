// Knows the event stream as a program reads it: open with a person's session, and over when the server ends it.
import type { Page } from '@playwright/test';

export type EventStream = {
  /** Resolves when the server has ended the stream in order; rejects when the connection broke. */
  readonly ended: Promise<void>;
};

/** Open when the server has said its first word. */
export async function openEventStream(page: Page): Promise<EventStream> {
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const { origin } = new URL(page.url());
  const answer = await fetch(`${origin}/api/v1/events`, { headers: { cookie } });
  const reader = answer.body?.getReader();
  if (answer.status !== 200 || reader === undefined) throw new Error(`the stream answers ${answer.status}`);
  await reader.read();
  const ended = (async () => {
    while (!(await reader.read()).done);
  })();
  ended.catch(() => {}); // who waits for it hears of it
  return { ended };
}
