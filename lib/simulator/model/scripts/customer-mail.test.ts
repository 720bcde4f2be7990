// The mail to a customer over the simulated mail service and tickets; waits are answered by the test.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CallTool, type LoopCall, runAgent, serviceTools } from '../../testing/agent-loop';
import { CUSTOMER_MAIL_TOOLS } from '../../testing/chat-calls';
import { type RunningSimulator, runSimulator } from '../../testing/running-simulator';

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await runSimulator({ seed: 'scripts' });
});
afterEach(() => simulator.send('POST', '/control/reset'));
afterAll(() => simulator.remove());

const names = (turns: LoopCall[][]) => turns.map((calls) => calls.map((call) => call.tool));
const CAPPED = '{"error":{"code":"denied","message":"2 follow-ups were sent, 2 are allowed."}}';
const NOTHING = '{"event":null,"message":"No event came."}';
const replied = (event: unknown) => JSON.stringify({ event, receivedAt: '2026-11-03T08:00:00.000Z' });

describe('sim-customer-mail-1', () => {
  const input = { caseId: 'CASE-1', to: 'kim@example.com', question: 'Blue or green?' };
  /** Each wait is answered by the next of `waits`; beyond `most` mails the cap denies. */
  const ask = (waits: readonly string[], { most = 3, tickets }: { most?: number; tickets?: string } = {}) => {
    const services = serviceTools(simulator);
    let [waited, mails] = [0, 0];
    const answer: CallTool = async (call) => {
      if (call.tool === 'mail.await_reply') return waits[waited++] ?? NOTHING;
      if (call.tool === 'mail.send' && ++mails > most) return CAPPED;
      if (call.tool === 'tickets.create' && tickets !== undefined) return tickets;
      return services(call);
    };
    return runAgent(simulator, { model: 'sim-customer-mail-1', input, tools: CUSTOMER_MAIL_TOOLS }, answer);
  };

  it('asks once, waits, and puts the answer into a ticket', async () => {
    const { turns, output } = await ask([replied({ text: 'Blue, please' })]);
    expect(names(turns)).toEqual([['mail.send'], ['mail.await_reply'], ['tickets.create'], ['finish']]);
    const mailId = 'CASE-1/2026-11-03T08:00:00.000Z';
    const [ticket] = (await simulator.get(`/tickets?mail_id=${encodeURIComponent(mailId)}`)).body.tickets;
    expect(ticket.body).toContain('Blue, please');
    const { ticket_id: ticketId } = ticket;
    expect(output).toMatchObject({ status: 'answered', mailsSent: 1, reply: 'Blue, please', ticketId });
  });

  it('reminds in other words, and takes an answer to a reminder', async () => {
    const { output } = await ask([NOTHING, replied('Green')]);
    expect(output).toMatchObject({ status: 'answered', mailsSent: 2, reply: '"Green"' });
    const { messages } = (await simulator.get('/mail/messages?case_id=CASE-1')).body;
    expect(messages).toHaveLength(2);
    expect(messages[1].text).not.toBe(messages[0].text);
  });

  it('reminds for as long as it may, and ends without an answer when it may not', async () => {
    const { turns, output } = await ask([]);
    expect(names(turns).filter(([tool]) => tool === 'mail.send')).toHaveLength(4);
    expect(await simulator.effects('mail')).toBe(3);
    expect(output).toMatchObject({ status: 'no_reply', mailsSent: 3, reply: null, ticketId: null });
    expect((output as { message: string }).message).toContain('2 are allowed');
    expect(await simulator.effects('tickets')).toBe(0);
  });

  it('sends nothing where even the first mail is refused', async () => {
    const { turns, output } = await ask([], { most: 0 });
    expect(names(turns)).toEqual([['mail.send'], ['finish']]);
    expect(output).toMatchObject({ status: 'not_sent', mailsSent: 0 });
  });

  it('says that the answer came where no ticket can be made', async () => {
    const { output } = await ask([replied({ text: 'Blue' })], { tickets: '{"error":{"message":"down"}}' });
    expect(output).toMatchObject({ status: 'answered', reply: 'Blue', ticketId: null });
    expect((output as { message: string }).message).toContain('down');
  });
});
