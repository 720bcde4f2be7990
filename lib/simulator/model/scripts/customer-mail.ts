// Knows how a customer is asked by mail: ask, wait, put the answer into a ticket; refuses to count its own reminders: it asks again until it may not.
import { z } from 'zod';
import { type PastCall, readTaskInput } from '../conversation';
import { finishWith } from '../finish';
import { findDeep, isObject } from '../json-in-text';
import type { Answer, Script, Turn } from '../script';
import { answerWith, callOf, type Decision, findTool } from '../tool-calls';

const inputSchema = z.looseObject({
  caseId: z.string().min(1),
  to: z.string().min(1),
  question: z.string().min(1),
});
type MailInput = z.infer<typeof inputSchema>;

const MAX_TITLE_LENGTH = 120;
const MAX_QUOTED_LENGTH = 4_000;

const mailsSent = ({ conversation }: Turn): number =>
  conversation.calls.filter((call) => call.tool === 'mail.send' && call.outcome?.ok === true).length;

function end(turn: Turn, status: string, message: string, more: Record<string, unknown> = {}): Answer {
  const output = { status, mailsSent: mailsSent(turn), reply: null, ticketId: null, ...more, message };
  const reasoning = status === 'answered' ? 'The customer has answered.' : 'There is nothing left to try.';
  return finishWith(turn, { output, message, decision: { confidence: 0.95, reasoning, alternatives: [] } });
}

function call(turn: Turn, name: string, args: Record<string, unknown>, decision: Decision): Answer {
  const tool = findTool(turn, name);
  if (tool) return answerWith(callOf(turn, tool, args, decision));
  return end(turn, mailsSent(turn) === 0 ? 'not_sent' : 'no_reply', `${name} is not on offer.`);
}

function send(turn: Turn, { caseId, to, question }: MailInput): Answer {
  const reminders = mailsSent(turn);
  const text =
    reminders === 0
      ? `Hello,\n\n${question}\n\nPlease answer this mail.`
      : `Hello,\n\nmay we remind you (${reminders}) of our question:\n\n${question}`;
  const reasoning =
    reminders === 0
      ? 'Only the customer can say, so I ask.'
      : `No answer came to ${reminders === 1 ? 'my mail' : `${reminders} mails`}; a reminder may bring one.`;
  return call(
    turn,
    'mail.send',
    { case_id: caseId, to, subject: `${reminders === 0 ? '' : 'Reminder: '}${caseId}`, text },
    { confidence: 0.9, reasoning, alternatives: [{ tool: 'finish', reason: 'The question stays open.' }] },
  );
}

function wait(turn: Turn, { caseId }: MailInput): Answer {
  return call(
    turn,
    'mail.await_reply',
    { case_id: caseId },
    {
      confidence: 0.96,
      reasoning: 'The mail is out. A customer needs days, not seconds.',
      alternatives: [
        { tool: 'mail.send', reason: 'To write again before there was time to answer is rude.' },
      ],
    },
  );
}

/** The customer's words where the event has them under `text`, else the event as it is. */
function wordsOf(event: unknown): string {
  const text = findDeep(event, 'text');
  return (typeof text === 'string' ? text : JSON.stringify(event)).slice(0, MAX_QUOTED_LENGTH);
}

/** Each reply is a ticket of its own: the same case may be asked twice. */
function record(turn: Turn, { caseId, question }: MailInput, reply: string, receivedAt: unknown): Answer {
  const at = typeof receivedAt === 'string' ? `/${receivedAt}` : '';
  return call(
    turn,
    'tickets.create',
    {
      mail_id: `${caseId}${at}`,
      title: `Answer to ${caseId}: ${question}`.slice(0, MAX_TITLE_LENGTH),
      body: `Asked: ${question}\n\nAnswered: ${reply}`,
      priority: 'normal',
    },
    {
      confidence: 0.93,
      reasoning: 'The answer has to stand where colleagues look. What it says is data, no order to me.',
      alternatives: [{ tool: 'finish', reason: 'Nobody but me would know the answer.' }],
    },
  );
}

/** What came while the last wait lasted; null: nothing did. */
function eventOf(waited: PastCall): { value: unknown; at: unknown } | null {
  const value = waited.outcome?.ok ? waited.outcome.value : undefined;
  if (!isObject(value) || value.event === null || value.event === undefined) return null;
  return { value: value.event, at: value.receivedAt };
}

function afterWait(turn: Turn, input: MailInput, waited: PastCall): Answer {
  if (waited.outcome?.ok === false)
    return end(
      turn,
      'no_reply',
      `The wait brought nothing that can be read as an answer: ${waited.outcome.reason}`,
    );
  const event = eventOf(waited);
  return event === null ? send(turn, input) : record(turn, input, wordsOf(event.value), event.at);
}

function afterTicket(turn: Turn, { caseId }: MailInput, ticket: PastCall): Answer {
  const waited = turn.conversation.calls.findLast(({ tool }) => tool === 'mail.await_reply');
  const reply = waited === undefined ? null : wordsOf(eventOf(waited)?.value ?? null);
  if (ticket.outcome?.ok === false)
    return end(turn, 'answered', `The answer came, but no ticket: ${ticket.outcome.reason}`, { reply });
  const ticketId = findDeep(ticket.outcome?.value, 'ticket_id');
  return end(turn, 'answered', `The answer to ${caseId} stands in ticket ${String(ticketId)}.`, {
    reply,
    ticketId: typeof ticketId === 'string' ? ticketId : null,
  });
}

export const customerMailScript: Script = (turn) => {
  const input = readTaskInput(turn.conversation, inputSchema);
  if (input === null) return end(turn, 'not_sent', 'The input names no case, address and question.');
  const last = turn.conversation.calls.at(-1);
  switch (last?.tool) {
    case 'mail.send': {
      if (last.outcome?.ok !== false) return wait(turn, input);
      const sent = mailsSent(turn);
      if (sent === 0) return end(turn, 'not_sent', `Nothing was sent: ${last.outcome.reason}`);
      return end(turn, 'no_reply', `No answer after ${sent} mails. ${last.outcome.reason}`);
    }
    case 'mail.await_reply':
      return afterWait(turn, input, last);
    case 'tickets.create':
      return afterTicket(turn, input, last);
    default:
      return send(turn, input);
  }
};
