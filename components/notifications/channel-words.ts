// How channels and their deliveries read. Pure.
import type { ChannelDeliveryShape, ChannelShape } from '@/lib/contract/channel';
import type { ChannelKind, NotifiedEvent } from '@/lib/domain/channel';
import { plural } from '@/lib/format/count';
import type { GlyphState } from '../ui/state-name';

export const KIND_WORDS: { readonly [K in ChannelKind]: string } = {
  webhook: 'Webhook',
  slack: 'Slack',
  email: 'E-mail',
};

export const EVENT_WORDS: { readonly [E in NotifiedEvent]: string } = {
  'approval.pending': 'An approval waits',
  'approval.expiring': 'An approval soon expires',
  'approval.escalated': 'An approval was escalated',
  'approval.decided': 'An approval was decided',
  'run.failed': 'A run failed',
  alert: 'An alert came up',
  test: 'A test',
};

export const STATUS_WORDS: {
  readonly [S in ChannelDeliveryShape['status']]: { readonly state: GlyphState; readonly word: string };
} = {
  pending: { state: 'waiting', word: 'waiting' },
  delivered: { state: 'succeeded', word: 'delivered' },
  failed: { state: 'failed', word: 'given up' },
  cancelled: { state: 'cancelled', word: 'cancelled' },
  dropped: { state: 'cancelled', word: 'not needed any more' },
};

/** Where it goes, as far as that is no secret. */
export function destinationOf(channel: ChannelShape): string {
  switch (channel.kind) {
    case 'webhook':
      return channel.url;
    case 'slack':
      return `the address in ${channel.secretRef}`;
    case 'email':
      return channel.to.join(', ');
  }
}

/** What narrows what it is told: "of approver; agents refunds, claims". Undefined where nothing does. */
export function narrowedTo({ roles, agents, labels }: ChannelShape): string | undefined {
  const parts = [
    roles === undefined ? '' : `for ${roles.join(', ')}`,
    agents === undefined
      ? ''
      : `of ${agents.length > 3 ? plural(agents.length, 'agent') : agents.join(', ')}`,
    labels === undefined
      ? ''
      : Object.entries(labels)
          .map(([key, value]) => `${key}=${value}`)
          .join(', '),
  ].filter((part) => part !== '');
  return parts.length === 0 ? undefined : parts.join('; ');
}
