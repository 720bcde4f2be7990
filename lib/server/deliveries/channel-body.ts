// What a channel is sent: the notice, without secrets, in the form of its kind.
import 'server-only';
import { mailMessage } from '../../adapters/channels/mail-message';
import { slackMessage } from '../../adapters/channels/slack-message';
import type { Notice } from '../../domain/notice';
import type { ChannelDelivery } from '../../store/deliveries/claim-deliveries';
import type { EventParts } from './callback-body';
import { noticeOf } from './notice-of';

/** Null where what it tells of is not there any more. */
export async function channelBody(parts: EventParts, delivery: ChannelDelivery): Promise<Uint8Array | null> {
  const notice = await noticeOf(parts, delivery);
  if (notice === null) return null;
  const spoken: Notice = { ...notice, ...parts.redactor.redact(wordsOf(notice)) };
  const { definition, createdAt } = delivery;
  switch (definition.kind) {
    case 'webhook':
      return Buffer.from(JSON.stringify(spoken));
    case 'slack':
      return slackMessage(spoken);
    case 'email':
      return mailMessage(spoken, definition, Date.parse(createdAt));
  }
}

/** What may hold text of others. */
function wordsOf({ title, facts, reasons }: Notice) {
  return { title, facts: facts.map((fact) => ({ ...fact })), reasons: [...reasons] };
}
