// What is sent, from a notice that others had words in: nothing of theirs becomes a header, a tag, a link or a mention.
import { describe, expect, it } from 'vitest';
import type { Notice } from '../../domain/notice';
import { plainLine } from '../../domain/plain-text';
import { mailMessage } from './mail-message';
import { escapeMrkdwn, slackMessage } from './slack-message';

const HOSTILE =
  'x\r\nBcc: victim@example.com\r\n\r\n<script>alert(1)</script> <!channel> [link](https://evil.example) *bold* \u202Egnp.exe\u0000';
const notice = (change: Partial<Notice> = {}): Notice => ({
  id: '0f9d3f1c-0000-8000-8000-000000000000',
  event: 'approval.pending',
  channel: 'on-call',
  at: '2026-11-27T10:00:00.000Z',
  title: `Approval needed: refunds asks for ${HOSTILE}`,
  facts: [
    { label: 'Agent', value: 'refunds' },
    { label: HOSTILE, value: HOSTILE },
  ],
  reasons: [HOSTILE],
  link: { label: 'Open the approval', url: 'https://bulkhead.example.com/approvals/1?a=b&c=d' },
  note: 'Nothing is decided by this message.',
  ...change,
});
const MAIL = { from: 'bulkhead@example.com', to: ['a@example.com', 'b@example.com'] };
const AT = Date.UTC(2026, 10, 27, 10);
const mail = async (given = notice()) => Buffer.from(await mailMessage(given, MAIL, AT)).toString('utf8');
/** Headers as a server reads them: unfolded, one a line. */
const headersOf = (raw: string) =>
  raw
    .slice(0, raw.indexOf('\r\n\r\n'))
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');

describe('an e-mail', () => {
  it('has our headers and no other, whatever the words hold', async () => {
    const headers = headersOf(await mail());
    expect(headers.map((line) => line.split(':')[0]?.toLowerCase()).toSorted()).toEqual([
      'auto-submitted',
      'content-type',
      'date',
      'from',
      'message-id',
      'mime-version',
      'subject',
      'to',
      'x-bulkhead-event',
    ]);
    expect(headers).toContain('Message-ID: <0f9d3f1c-0000-8000-8000-000000000000.on-call@example.com>');
    expect(headers).toContain('From: Bulkhead <bulkhead@example.com>');
    expect(headers).toContain('To: a@example.com, b@example.com');
    expect(headers).toContain('Date: Fri, 27 Nov 2026 10:00:00 +0000');
  });

  it('says it as text and as HTML that holds one link and no tag of others', async () => {
    const raw = await mail(
      notice({ title: 'Approval needed', facts: [{ label: 'Amount', value: '<b>900</b> EUR' }] }),
    );
    expect(raw).toContain('multipart/alternative');
    const text = raw.replace(/=\r\n/g, '').replace(/=3D/g, '=');
    expect(text).toContain('Amount: <b>900</b> EUR');
    expect(text).toContain('Open the approval: https://bulkhead.example.com/approvals/1?a=b&c=d');
    const html = text.slice(text.indexOf('<!doctype html>'));
    expect(html).toContain('&lt;b&gt;900&lt;/b&gt; EUR');
    expect(html).not.toContain('<script');
    expect(html.match(/<a /g)).toHaveLength(1);
    expect(html).toContain('href="https://bulkhead.example.com/approvals/1?a=b&amp;c=d"');
    expect(html).not.toMatch(/<img|url\(|src=/);
  });
});

describe('a message to Slack', () => {
  const message = JSON.parse(Buffer.from(slackMessage(notice())).toString('utf8'));
  const marked = (value: unknown): string[] => {
    if (Array.isArray(value)) return value.flatMap(marked);
    if (typeof value !== 'object' || value === null) return [];
    const found = 'type' in value && value.type === 'mrkdwn' && 'text' in value ? [String(value.text)] : [];
    return [...found, ...Object.values(value).flatMap(marked)];
  };

  it('has markup in our own link alone', () => {
    expect(marked(message.blocks)).toEqual([
      '<https://bulkhead.example.com/approvals/1?a=b&amp;c=d|Open the approval>',
    ]);
    const withoutLink = message.text.replace(/<https:[^>]*>$/, '');
    expect(withoutLink).not.toMatch(/[<>]/);
  });

  it('keeps within the bounds of its receiver', () => {
    const long = 'w'.repeat(9_000);
    const facts = Array.from({ length: 30 }, () => ({ label: long, value: long }));
    const sent = JSON.parse(
      Buffer.from(slackMessage(notice({ title: long, facts, reasons: Array(8).fill(long) }))).toString(
        'utf8',
      ),
    );
    expect(sent.blocks.length).toBeLessThanOrEqual(50);
    expect(sent.blocks[0].text.text.length).toBeLessThanOrEqual(150);
    for (const block of sent.blocks) {
      expect(block.fields?.length ?? 0).toBeLessThanOrEqual(10);
      for (const field of block.fields ?? []) expect(field.text.length).toBeLessThanOrEqual(2_000);
    }
  });

  it('escapes what begins markup', () => {
    expect(escapeMrkdwn('<!here> & <@U1>')).toBe('&lt;!here&gt; &amp; &lt;@U1&gt;');
  });
});

describe('plainLine', () => {
  it('is one line without what can’t be seen, and bounded', () => {
    expect(plainLine('a\r\n\tb\u2028c\u202Ed\u0000e\u200B ', 40)).toBe('a b c d e');
    expect(plainLine('abcdef', 4)).toBe('abc…');
    expect(plainLine('👍👍👍👍', 3)).toBe('👍👍…');
    expect(plainLine('\uD800x', 9)).toBe('�x');
  });
});
