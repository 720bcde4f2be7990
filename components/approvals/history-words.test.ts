import { describe, expect, it } from 'vitest';
import { type ApprovalEventShape, approvalEventShape } from '@/lib/contract/approval-acts';
import { historyText, historyWords } from './history-words';

const BEA = { kind: 'user', id: 'bea', label: 'Bea' };
const happened = (verb: string, data: object): ApprovalEventShape =>
  approvalEventShape.parse({
    id: '0198c7a0-0000-7000-8000-000000000001',
    at: '2026-11-19T14:32:08.000Z',
    verb,
    actor: BEA,
    data,
  });

describe('the history of an approval', () => {
  it('says over whose claim somebody decided, and with which reason', () => {
    const voted = happened('voted', { decision: 'reject', reason: 'Refunded by phone', overClaimOf: BEA });
    expect(historyWords(voted)).toBe('rejected while Bea was at it');
    expect(historyText(voted)).toBe('Refunded by phone');
    expect(historyWords(happened('voted', { decision: 'approve' }))).toBe('approved');
  });

  it('says that nobody objected', () => {
    expect(historyWords(happened('decided', { status: 'unopposed' }))).toBe('let it run: nobody objected');
  });

  it('tells a claim with its end, and a thing put off from one taken back', () => {
    const until = '2026-11-19T14:47:08.000Z';
    expect(historyWords(happened('claimed', { until }))).toMatch(/^is at it until 14:47/);
    expect(historyWords(happened('snoozed', { until }))).toMatch(/^put it off until 14:47/);
    expect(historyWords(happened('snoozed', { until: null }))).toBe('took it back');
  });

  it('names whom a mail reached, and nobody where a channel names nobody', () => {
    const to = ['bo@example.com', 'cy@example.com'];
    expect(historyWords(happened('notified', { channel: 'on-call', to, level: 0 }))).toBe(
      'told bo@example.com, cy@example.com through on-call',
    );
    expect(historyWords(happened('notified', { channel: 'chat', level: 0 }))).toBe(
      'sent a message through chat',
    );
  });

  it('shows what was written, and nothing where nothing was', () => {
    expect(historyText(happened('commented', { text: 'Look at the order.' }))).toBe('Look at the order.');
    expect(historyText(happened('released', {}))).toBeUndefined();
  });
});
