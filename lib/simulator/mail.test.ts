// The simulated mail service: what is counted, which keys are honoured, what is refused.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningSimulator, runSimulator } from './testing/running-simulator';

let simulator: RunningSimulator;
beforeEach(async () => {
  simulator = await runSimulator();
});
afterEach(() => simulator.remove());

describe('mail', () => {
  const send = (text: string, key?: string, case_id = 'CASE-1') =>
    simulator.send(
      'POST',
      '/mail/messages',
      { case_id, to: 'kim@example.com', subject: 'About CASE-1', text },
      key ? { 'idempotency-key': key } : {},
    );

  it('sends once per key, lists a case in order, and counts the same words to one case as a duplicate', async () => {
    const first = await send('Blue or green?', 'k');
    expect(first).toMatchObject({ status: 201, body: { case_id: 'CASE-1', to: 'kim@example.com' } });
    const again = await send('Blue or green?', 'k');
    expect([again.body, again.headers.get('idempotent-replayed')]).toEqual([first.body, 'true']);
    expect((await send('Red?', 'k')).status).toBe(422);
    await send('A reminder', 'k2');
    await send('Blue or green?');
    await send('Blue or green?', 'k3', 'CASE-2');
    const { messages } = (await simulator.get('/mail/messages?case_id=CASE-1')).body;
    expect(messages.map((message: { text: string }) => message.text)).toEqual([
      'Blue or green?',
      'A reminder',
      'Blue or green?',
    ]);
    expect((await simulator.get('/mail/messages?case_id=CASE-9')).body.messages).toEqual([]);
    const { services } = (await simulator.get('/ledger/summary')).body;
    expect(services).toContainEqual(expect.objectContaining({ service: 'mail', effects: 4, duplicates: 1 }));
  });

  it.each([
    ['an address that is none', { to: 'kim' }],
    ['a line break in the subject', { subject: 'a\nBcc: all@example.com' }],
    ['no words', { text: '' }],
    ['a case with a space', { case_id: 'CASE 1' }],
  ])('refuses %s', async (_what, change) => {
    const mail = { case_id: 'CASE-1', to: 'kim@example.com', subject: 'Hello', text: 'Hello', ...change };
    expect((await simulator.send('POST', '/mail/messages', mail)).status).toBe(400);
    expect(await simulator.effects('mail')).toBe(0);
  });

  it('loses an answer where the case asks for it, and the key finds the one mail', async () => {
    await expect(send('Hello', 'k', 'CASE-1-LOST')).rejects.toThrow();
    const again = await send('Hello', 'k', 'CASE-1-LOST');
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
    expect(await simulator.effects('mail')).toBe(1);
  });
});
