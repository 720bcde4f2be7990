// The triage of mails over the simulated tickets.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LoopCall, runAgent, serviceTools } from '../../testing/agent-loop';
import { TRIAGE_TOOLS } from '../../testing/chat-calls';
import { type RunningSimulator, runSimulator } from '../../testing/running-simulator';
import { priorityOf } from './ticket-triage';

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await runSimulator({ seed: 'scripts' });
});
afterEach(() => simulator.send('POST', '/control/reset'));
afterAll(() => simulator.remove());

const names = (turns: LoopCall[][]) => turns.map((calls) => calls.map((call) => call.tool));

describe('sim-ticket-triage-1', () => {
  const mail = (mailId: string, subject: string) => ({ mailId, from: 'a@example.com', subject, body: '…' });
  const input = { mails: [mail('M1', 'I cannot sign in'), mail('M2', 'A question'), mail('M1', 'twice')] };
  const triage = (answer = serviceTools(simulator)) =>
    runAgent(simulator, { model: 'sim-ticket-triage-1', input, tools: TRIAGE_TOOLS }, answer);

  it('looks all mails up at once and creates what is missing at once', async () => {
    const existing = { mail_id: 'M2', title: 'A question', body: '…', priority: 'low' };
    const { ticket_id: known } = (await simulator.send('POST', '/tickets', existing)).body;
    const { turns, output } = await triage();
    expect(names(turns)).toEqual([['tickets.find', 'tickets.find'], ['tickets.create'], ['finish']]);
    const made = (await simulator.get('/tickets?mail_id=M1')).body.tickets;
    expect(made).toHaveLength(1);
    expect(output).toMatchObject({
      status: 'done',
      created: [{ mailId: 'M1', ticketId: made[0].ticket_id }],
      existing: [{ mailId: 'M2', ticketId: known }],
      failed: [],
    });
  });

  it('creates nothing for a mail whose look-up failed', async () => {
    const services = serviceTools(simulator);
    const { output } = await triage(async (call) =>
      call.tool === 'tickets.find' && call.args.mail_id === 'M1'
        ? '{"error":{"message":"down"}}'
        : services(call),
    );
    expect(output).toMatchObject({ status: 'partial', failed: [{ mailId: 'M1', reason: 'down' }] });
    expect(await simulator.effects('tickets')).toBe(1);
  });

  it.each([
    ['Outage in the shop', 'urgent'],
    ['I was charged twice', 'high'],
    ['A question about cups', 'low'],
    ['Blue or green', 'normal'],
  ])('reads %j as %s', (subject, priority) => {
    expect(priorityOf(mail('M', subject))).toBe(priority);
  });
});
