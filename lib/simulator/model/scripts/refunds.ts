// Knows how a careful refunds clerk works: look the order up, pay back once, report; refuses a second try.
import { z } from 'zod';
import { seededInteger } from '../../seeded';
import { type PastCall, readTaskInput } from '../conversation';
import { finishWith } from '../finish';
import { findDeep } from '../json-in-text';
import type { Answer, Script, Turn } from '../script';
import { answerWith, callOf, type Decision, findTool } from '../tool-calls';

const inputSchema = z.looseObject({
  orderId: z.string().min(1),
  customerId: z.string().nullish(),
  /** Euro. */
  amount: z.number().positive(),
  reason: z.string().nullish(),
});
type RefundInput = z.infer<typeof inputSchema>;

const CURRENCY = 'EUR';
const MIN_REASON_LENGTH = 12;
const MIN_REASON_WORDS = 3;
const VAGUE = /\b(not sure|unsure|unclear|no idea|maybe|perhaps|whatever|somehow|just because|n\/a|dunno)\b/i;

export function isVagueReason(reason: string): boolean {
  const words = reason.trim().split(/\s+/).filter(Boolean);
  return reason.trim().length < MIN_REASON_LENGTH || words.length < MIN_REASON_WORDS || VAGUE.test(reason);
}

/** 0.55–0.69 for a vague reason, else 0.80–0.95; the same for the same seed and order. */
export function refundConfidence(seed: string, orderId: string, reason: string): number {
  const [low, high] = isVagueReason(reason) ? [55, 69] : [80, 95];
  return seededInteger(low, high, seed, 'confidence', orderId) / 100;
}

const euro = (amount: number): string => `${amount.toFixed(2)} ${CURRENCY}`;

function lastCallOf(turn: Turn, tool: string): PastCall | undefined {
  return turn.conversation.calls.findLast((call) => call.tool === tool);
}

function decline(turn: Turn, amount: number, reason: string): Answer {
  const message = `Not refunded: ${reason}`;
  return finishWith(turn, {
    output: { status: 'declined', amount, message },
    message,
    decision: {
      confidence: 0.9,
      reasoning: 'The refund was refused or is not possible, and trying again would not be right.',
      alternatives: [],
    },
  });
}

function lookupDecision(input: RefundInput): Decision {
  return {
    confidence: 0.97,
    reasoning: `Before any money moves I check what was captured for ${input.orderId} and what is left.`,
    alternatives: [{ tool: 'payments.refund', reason: 'Would pay back without knowing what is left.' }],
  };
}

function refundDecision(turn: Turn, input: RefundInput, reason: string): Decision {
  const confidence = refundConfidence(turn.seed, input.orderId, reason);
  const reasoning = isVagueReason(reason)
    ? `The order allows ${euro(input.amount)}, but the reason given says little about what went wrong.`
    : `The order allows ${euro(input.amount)} and the reason is specific: ${reason.trim()}`;
  return {
    confidence,
    reasoning,
    alternatives: [
      { tool: 'finish', reason: 'Declining would leave a claim unpaid that the order allows.' },
      { tool: 'payments.lookup', reason: 'The order was read a moment ago; reading it again adds nothing.' },
    ],
  };
}

function refunded(turn: Turn, input: RefundInput, value: unknown): Answer {
  const refundId = findDeep(value, 'refund_id');
  const paid = findDeep(value, 'amount');
  const amount = typeof paid === 'number' ? paid : input.amount;
  const message = `Refunded ${euro(amount)} on ${input.orderId}.`;
  return finishWith(turn, {
    output: {
      status: 'refunded',
      ...(typeof refundId === 'string' ? { refundId } : {}),
      amount,
      message,
    },
    message,
    decision: {
      confidence: 0.98,
      reasoning: 'The provider confirmed the refund.',
      alternatives: [{ tool: 'payments.refund', reason: 'A second refund would pay twice.' }],
    },
  });
}

/** A prompt may say what is paid, whatever was asked for: "Refund 900 EUR". */
function toldAmount({ conversation }: Turn): number | undefined {
  const [, amount] = /\brefund (\d{1,6}) EUR\b/i.exec(conversation.instructions) ?? [];
  return amount === undefined ? undefined : Number(amount);
}

export const refundsScript: Script = (turn) => {
  const asked = readTaskInput(turn.conversation, inputSchema);
  const input = asked && { ...asked, amount: toldAmount(turn) ?? asked.amount };
  if (input === null) return decline(turn, 0, 'the input names no order and amount.');

  const lookupTool = findTool(turn, 'payments.lookup');
  const lookup = lastCallOf(turn, 'payments.lookup');
  const refund = lastCallOf(turn, 'payments.refund');
  if (!lookup && !refund && lookupTool) {
    return answerWith(callOf(turn, lookupTool, { order_id: input.orderId }, lookupDecision(input)));
  }
  if (!refund) {
    if (lookup?.outcome?.ok === false) return decline(turn, input.amount, lookup.outcome.reason);
    const left = findDeep(lookup?.outcome?.value, 'refundable');
    if (typeof left === 'number' && left < input.amount) {
      return decline(turn, input.amount, `${euro(input.amount)} exceeds the ${euro(left)} that is left.`);
    }
    const refundTool = findTool(turn, 'payments.refund');
    if (!refundTool) return decline(turn, input.amount, 'no tool for refunds is on offer.');
    const reason = input.reason ?? '';
    const args = { order_id: input.orderId, amount: input.amount, currency: CURRENCY, reason };
    return answerWith(callOf(turn, refundTool, args, refundDecision(turn, input, reason)));
  }
  if (refund.outcome?.ok === true) return refunded(turn, input, refund.outcome.value);
  return decline(turn, input.amount, refund.outcome?.reason ?? 'the refund was not answered.');
};
