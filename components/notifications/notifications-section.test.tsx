// What the section shows, drawn as the server draws it: nobody told yet, channels with their rules and quiet hours, the fields of each kind.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Tooltip } from 'radix-ui';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { type ChannelShape, channelShape } from '@/lib/contract/channel';
import { queryKeys } from '@/lib/query/query-keys';
import { newDraft } from './channel-draft';
import { ChannelFields } from './channel-fields';
import { ChannelRouting } from './channel-routing';
import { NotificationsSection } from './notifications-section';
import { QuietFields } from './quiet-fields';

const BY = { kind: 'user', id: 'u1', label: 'Ada' } as const;
const AT = '2026-11-27T10:00:00.000Z';
const channel = (definition: Record<string, unknown>): ChannelShape =>
  channelShape.parse({
    version: 1,
    createdAt: AT,
    createdBy: BY,
    updatedAt: AT,
    updatedBy: BY,
    quietUntil: null,
    ...definition,
  });
const drawn = (node: ReactNode, channels: readonly ChannelShape[] = []): string => {
  const client = new QueryClient();
  client.setQueryData(queryKeys.channels.list(), { items: channels, nextCursor: null });
  return renderToStaticMarkup(
    <QueryClientProvider client={client}>
      <Tooltip.Provider>{node}</Tooltip.Provider>
    </QueryClientProvider>,
  );
};

describe('the section of notifications', () => {
  it('says what will be here while nobody is told', () => {
    expect(drawn(<NotificationsSection />)).toContain('Nobody is told yet');
  });

  it('shows where each channel goes, what it is told of, and when it is quiet; no address that is a secret', () => {
    const html = drawn(<NotificationsSection />, [
      channel({
        name: 'chat',
        kind: 'slack',
        secretRef: 'SLACK_WEBHOOK',
        events: ['alert'],
        roles: ['approver'],
      }),
      channel({
        name: 'on-call',
        kind: 'email',
        secretRef: 'SMTP_URL',
        from: 'a@example.com',
        to: ['grace@example.com'],
        events: ['approval.pending'],
        quietHours: { zone: 'Europe/Berlin', from: '20:00', to: '07:00' },
      }),
    ]);
    for (const text of [
      'Slack: the address in SLACK_WEBHOOK',
      'An alert came up',
      'for approver',
      'E-mail: grace@example.com',
      '20:00 to 07:00',
      'Europe/Berlin',
    ])
      expect(html).toContain(text);
  });

  it.each([
    ['email', ['Secret with the mail server', 'From', 'TLS']],
    ['slack', ['Secret with the address of the incoming webhook']],
    ['webhook', ['Address', 'Headers', 'Secret that signs']],
  ] as const)('asks for what %s needs, and says what is wrong at its field', (kind, labels) => {
    const form = {
      draft: { ...newDraft('UTC'), kind, quiet: true },
      change: () => {},
      problem: (pointer: string) => (pointer === '/secretRef' ? 'names no secret' : undefined),
    };
    const html = drawn(
      <>
        <ChannelFields {...form} />
        <ChannelRouting {...form} />
        <QuietFields {...form} />
      </>,
    );
    for (const label of [...labels, 'It is told when', 'Beginning on']) expect(html).toContain(label);
    expect(html).toContain('names no secret');
    expect(html.match(/aria-invalid="true"/g)).toHaveLength(1);
  });
});
