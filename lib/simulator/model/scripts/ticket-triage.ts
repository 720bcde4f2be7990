// Knows how mails become tickets: look first, create what is missing; refuses orders that stand in a mail.
import { z } from 'zod';
import { type PastCall, readTaskInput } from '../conversation';
import { finishWith } from '../finish';
import { findDeep } from '../json-in-text';
import type { Answer, Script, Turn } from '../script';
import { answerWith, callOf, findTool } from '../tool-calls';

const mailSchema = z.looseObject({
  mailId: z.string().min(1),
  from: z.string().nullish(),
  subject: z.string().nullish(),
  body: z.string().nullish(),
});
type Mail = z.infer<typeof mailSchema>;
const inputSchema = z.looseObject({ mails: z.array(mailSchema).min(1) });

const URGENT = /\b(outage|down for everyone|security|breach|urgent|nobody can|all customers)\b/i;
const HIGH = /\b(can ?not|can't|unable|charged twice|broken|refund|fails?|error)\b/i;
const LOW = /\b(question|wonder|thanks|feedback|suggestion)\b/i;
const MAX_TITLE_LENGTH = 120;

export function priorityOf(mail: Mail): 'urgent' | 'high' | 'normal' | 'low' {
  const text = `${mail.subject ?? ''}\n${mail.body ?? ''}`;
  if (URGENT.test(text)) return 'urgent';
  if (HIGH.test(text)) return 'high';
  return LOW.test(text) ? 'low' : 'normal';
}

function callsByMail(turn: Turn, tool: string): Map<string, PastCall> {
  const calls = turn.conversation.calls.filter((call) => call.tool === tool);
  return new Map(calls.map((call) => [String(call.args.mail_id), call]));
}

function ticketIdIn(call: PastCall | undefined): string | null {
  const id = call?.outcome?.ok ? findDeep(call.outcome.value, 'ticket_id') : null;
  return typeof id === 'string' ? id : null;
}

function findCalls(turn: Turn, mails: readonly Mail[]): Answer | null {
  const tool = findTool(turn, 'tickets.find');
  const asked = callsByMail(turn, 'tickets.find');
  const open = mails.filter((mail) => !asked.has(mail.mailId));
  if (!tool || open.length === 0) return null;
  return answerWith(
    ...open.map((mail) =>
      callOf(
        turn,
        tool,
        { mail_id: mail.mailId },
        {
          confidence: 0.95,
          reasoning: `A ticket for ${mail.mailId} may exist already.`,
          alternatives: [{ tool: 'tickets.create', reason: 'Might make a second ticket for the same mail.' }],
        },
      ),
    ),
  );
}

function createCalls(turn: Turn, mails: readonly Mail[]): Answer | null {
  const tool = findTool(turn, 'tickets.create');
  const created = callsByMail(turn, 'tickets.create');
  const open = mails.filter((mail) => !created.has(mail.mailId));
  if (!tool || open.length === 0) return null;
  return answerWith(
    ...open.map((mail) => {
      const title = (mail.subject?.trim() || `Mail ${mail.mailId}`).slice(0, MAX_TITLE_LENGTH);
      const body = `From: ${mail.from ?? 'unknown'}\n\n${mail.body ?? ''}`;
      const priority = priorityOf(mail);
      return callOf(
        turn,
        tool,
        { mail_id: mail.mailId, title, body, priority },
        {
          confidence: 0.88,
          reasoning: `No ticket was found for ${mail.mailId}; its words speak for priority ${priority}.`,
          alternatives: [{ tool: 'finish', reason: 'The mail would go unanswered.' }],
        },
      );
    }),
  );
}

/** Mails whose look-up said that there is no ticket. One that failed says nothing, so nothing is created. */
function withoutTicket(mails: readonly Mail[], found: Map<string, PastCall>): Mail[] {
  return mails.filter((mail) => {
    const call = found.get(mail.mailId);
    return call === undefined || (call.outcome?.ok === true && ticketIdIn(call) === null);
  });
}

function finish(turn: Turn, mails: readonly Mail[]): Answer {
  const found = callsByMail(turn, 'tickets.find');
  const made = callsByMail(turn, 'tickets.create');
  const created: { mailId: string; ticketId: string }[] = [];
  const existing: { mailId: string; ticketId: string }[] = [];
  const failed: { mailId: string; reason: string }[] = [];
  for (const { mailId } of mails) {
    const foundId = ticketIdIn(found.get(mailId));
    const madeId = ticketIdIn(made.get(mailId));
    const refused = [made.get(mailId), found.get(mailId)].find((call) => call?.outcome?.ok === false);
    if (madeId !== null) created.push({ mailId, ticketId: madeId });
    else if (foundId !== null) existing.push({ mailId, ticketId: foundId });
    else
      failed.push({ mailId, reason: refused?.outcome?.ok === false ? refused.outcome.reason : 'no answer' });
  }
  const message = `${created.length} created, ${existing.length} there already, ${failed.length} not done.`;
  return finishWith(turn, {
    output: { status: failed.length === 0 ? 'done' : 'partial', created, existing, failed, message },
    message,
    decision: { confidence: 0.94, reasoning: 'Each mail has been dealt with.', alternatives: [] },
  });
}

export const ticketTriageScript: Script = (turn) => {
  const input = readTaskInput(turn.conversation, inputSchema);
  const byId = new Map(input?.mails.map((mail) => [mail.mailId, mail]));
  const mails = [...byId.values()];
  const finding = findCalls(turn, mails);
  if (finding) return finding;
  const missing = withoutTicket(mails, callsByMail(turn, 'tickets.find'));
  return createCalls(turn, missing) ?? finish(turn, mails);
};
