// Knows how a day's tickets become one message per channel, all posted at once; refuses to post twice.
import { z } from 'zod';
import { type PastCall, readTaskInput } from '../conversation';
import { finishWith } from '../finish';
import { findDeep, isObject } from '../json-in-text';
import type { Answer, Script, Turn } from '../script';
import { answerWith, callOf, findTool } from '../tool-calls';

const inputSchema = z.looseObject({ date: z.string().min(1), channels: z.array(z.string().min(1)).min(1) });
type SummaryInput = z.infer<typeof inputSchema>;

const LISTED = 5;

export function summaryText(date: string, tickets: readonly Record<string, unknown>[]): string {
  if (tickets.length === 0) return `Daily summary for ${date}: no tickets.`;
  const pressing = tickets.filter((ticket) => ticket.priority === 'urgent' || ticket.priority === 'high');
  const lines = [...pressing, ...tickets.filter((ticket) => !pressing.includes(ticket))]
    .slice(0, LISTED)
    .map((ticket) => `- [${String(ticket.priority)}] ${String(ticket.title)} (${String(ticket.ticket_id)})`);
  const rest = tickets.length - lines.length;
  const more = rest > 0 ? [`… and ${rest} more`] : [];
  const noun = tickets.length === 1 ? 'ticket' : 'tickets';
  const head = `Daily summary for ${date}: ${tickets.length} ${noun}, ${pressing.length} high or urgent.`;
  return [head, ...lines, ...more].join('\n');
}

function ticketsIn(listing: PastCall | undefined): Record<string, unknown>[] {
  const found = listing?.outcome?.ok ? findDeep(listing.outcome.value, 'tickets') : [];
  return Array.isArray(found) ? found.filter(isObject) : [];
}

function finish(turn: Turn, input: SummaryInput, posts: readonly PastCall[], tickets: number): Answer {
  const channelOf = (call: PastCall): string => String(call.args.channel);
  const posted = posts.filter((call) => call.outcome?.ok === true).map(channelOf);
  const failed = posts.flatMap((call) =>
    call.outcome?.ok === false ? [{ channel: channelOf(call), reason: call.outcome.reason }] : [],
  );
  const status = failed.length === 0 ? 'posted' : posted.length === 0 ? 'failed' : 'partial';
  const missed = failed.map(({ channel, reason }) => `${channel} (${reason})`).join(', ');
  const message = [
    `Summary of ${input.date} posted to ${posted.length === 0 ? 'no channel' : posted.join(', ')}.`,
    ...(missed === '' ? [] : [`Not posted: ${missed}`]),
  ].join(' ');
  return finishWith(turn, {
    output: { status, date: input.date, tickets, posted, failed, message },
    message,
    decision: { confidence: 0.96, reasoning: 'Every channel has its answer.', alternatives: [] },
  });
}

function stop(turn: Turn, reason: string): Answer {
  const message = `Nothing posted: ${reason}`;
  return finishWith(turn, {
    output: { status: 'failed', tickets: 0, posted: [], failed: [], message },
    message,
    decision: {
      confidence: 0.9,
      reasoning: 'Without the tickets a summary would be invented.',
      alternatives: [],
    },
  });
}

export const dailySummaryScript: Script = (turn) => {
  const input = readTaskInput(turn.conversation, inputSchema);
  if (input === null) return stop(turn, 'the input names no date and channels.');

  const listTool = findTool(turn, 'tickets.list');
  const listing = turn.conversation.calls.findLast((call) => call.tool === 'tickets.list');
  if (listTool && !listing) {
    const decision = {
      confidence: 0.96,
      reasoning: `The summary needs the tickets of ${input.date} first.`,
      alternatives: [{ tool: 'chat.post', reason: 'There is nothing to say yet.' }],
    };
    return answerWith(callOf(turn, listTool, { date: input.date }, decision));
  }
  if (listing?.outcome?.ok === false) return stop(turn, listing.outcome.reason);

  const tickets = ticketsIn(listing);
  const posts = turn.conversation.calls.filter((call) => call.tool === 'chat.post');
  const done = new Set(posts.map((call) => call.args.channel));
  const open = [...new Set(input.channels)].filter((channel) => !done.has(channel));
  const postTool = findTool(turn, 'chat.post');
  if (open.length === 0) return finish(turn, input, posts, tickets.length);
  if (!postTool) return stop(turn, 'no tool for messages is on offer.');
  const text = summaryText(input.date, tickets);
  return answerWith(
    ...open.map((channel) =>
      callOf(
        turn,
        postTool,
        { channel, text, date: input.date },
        {
          confidence: 0.92,
          reasoning: `${channel} is on the list and has had no summary in this run.`,
          alternatives: [
            { tool: 'finish', reason: `Ending now would leave ${channel} without its summary.` },
          ],
        },
      ),
    ),
  );
};
