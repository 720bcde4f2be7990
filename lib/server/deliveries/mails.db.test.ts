// Mails that a server takes for some recipients alone: who is sent it again, who never, what is said where somebody stays without it.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChannelBench, startChannelBench } from '../testing/channel-bench';
import { APPROVER } from '../testing/test-server';

let bench: ChannelBench;
beforeAll(async () => {
  bench = await startChannelBench();
});
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const [BO, CY, DI] = ['bo@example.com', 'cy@example.com', 'di@example.com'];
const MAIL = { kind: 'email', url: undefined, secretRef: 'SMTP', from: 'a@example.com', tls: 'optional' };
const newest = async () => (await bench.log('mail'))[0];
const recipients = () => bench.mail.taken.map(({ to }) => to);
const alerts = async () =>
  (await bench.server.call('GET', '/api/v1/alerts?kind=delivery_failed', { as: 'key' })).body.items;
const told = async (approval: string) =>
  (await bench.server.call('GET', `/api/v1/approvals/${approval}/history`, { as: APPROVER })).body.items
    .filter(({ verb }: { verb: string }) => verb === 'notified')
    .map(({ data }: { data: { to?: string[] } }) => data.to);

describe('a mail that some recipients are refused', () => {
  it('is sent again to those alone, given up for who is refused for good, and sent to them on demand', async () => {
    await bench.put('mail', { ...MAIL, to: [CY, BO, DI] });
    bench.mail.refuses.set(CY, 452).set(DI, 550);
    const approval = await bench.ask('ORD-8101');
    await bench.until(async () => (await newest())?.lastStatus === 452);
    expect(await newest()).toMatchObject({ status: 'pending', attempts: 1, settledAt: null });
    expect((await newest()).lastError).toBe(
      `The server did not take it for ${CY} (452 not this mailbox), ${DI} (550 not this mailbox); the others have it.`,
    );
    expect(recipients()).toEqual([[BO]]);
    expect(await told(approval.id)).toEqual([[BO]]);
    expect(await alerts()).toEqual([]);

    bench.mail.refuses.delete(CY);
    await bench.hasten('mail');
    await bench.until(async () => (await newest()).status === 'failed');
    expect(recipients()).toEqual([[BO], [CY]]);
    expect((await newest()).lastError).toMatch(`for ${DI} (550 not this mailbox); the others have it.`);
    expect(await told(approval.id)).toEqual([[BO], [CY]]);
    const [alert] = await alerts();
    expect(alert).toMatchObject({
      subject: 'channel:mail',
      status: 'open',
      fact: { givenUp: true, attempts: 2 },
    });
    expect(alert.fact.error).toContain(DI);

    const again = async () => {
      const { id } = await newest();
      await bench.server.call('POST', `/api/v1/channels/mail/deliveries/${id}/redeliver`, { as: 'key' });
    };
    await again();
    await bench.until(async () => (await newest()).attempts === 3 && (await newest()).status === 'failed');
    expect(recipients()).toHaveLength(2);
    bench.mail.refuses.delete(DI);
    await again();
    await bench.until(async () => (await newest()).status === 'delivered');
    expect(recipients()).toEqual([[BO], [CY], [DI]]);
    expect(new Set(bench.mail.taken.map(({ raw }) => raw)).size).toBe(1);
    expect((await newest()).lastError).toBeNull();
    expect(await alerts()).toMatchObject([{ status: 'resolved' }]);
    // Now everybody has had it: whoever asks for it once more asks for all of them.
    await again();
    await bench.until(() => recipients().length === 4);
    expect(recipients()[3]).toEqual([CY, BO, DI]);
  });

  it('is not sent to anybody again where the server refuses the message itself meanwhile', async () => {
    await bench.put('mail', { ...MAIL, to: [BO, CY] });
    bench.mail.refuses.set(CY, 450);
    await bench.ask('ORD-8102');
    await bench.until(async () => (await newest())?.lastStatus === 450);
    bench.mail.refuses.clear();
    bench.mail.moods.push(451);
    await bench.hasten('mail');
    await bench.until(async () => (await newest()).lastStatus === 451);
    await bench.hasten('mail');
    await bench.until(async () => (await newest()).status === 'delivered');
    expect(recipients()).toEqual([[BO], [CY]]);
  });

  it('is over when who was refused is a recipient no more', async () => {
    await bench.put('mail', { ...MAIL, to: [BO, CY] });
    bench.mail.refuses.set(CY, 450);
    const approval = await bench.ask('ORD-8103');
    await bench.until(async () => (await newest())?.lastStatus === 450);
    await bench.put('mail', { ...MAIL, to: [BO, DI] });
    await bench.hasten('mail');
    await bench.until(async () => (await newest()).status === 'delivered');
    expect((await newest()).lastError).toContain('is no recipient of this channel any more');
    expect(await told(approval.id)).toEqual([[BO]]);
    expect(recipients()).toEqual([[BO]]);
  });

  it('is not sent late to who was refused when it is decided', async () => {
    await bench.put('mail', { ...MAIL, to: [BO, CY] });
    bench.mail.refuses.set(CY, 450);
    const approval = await bench.ask('ORD-8104');
    await bench.until(async () => (await newest())?.lastStatus === 450);
    bench.mail.refuses.clear();
    await bench.decide(approval);
    await bench.hasten('mail');
    await bench.until(async () => (await newest()).status === 'dropped');
    expect((await newest()).lastError).toBe(
      `Not told to ${CY}, who did not have it yet: by then it was rejected.`,
    );
    expect(recipients()).toEqual([[BO]]);
  });
});
