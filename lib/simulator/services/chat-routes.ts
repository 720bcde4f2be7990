// Knows the HTTP face of the simulated chat.
import { z } from 'zod';
import type { FaultDesk } from '../faults/fault-desk';
import { parseInput, queryObject } from '../http/read-body';
import { json } from '../http/reply';
import type { Route } from '../http/router';
import type { LedgerEntry } from '../ledger/ledger';
import { type Chat, messageIntent } from './chat';
import { REPLAYED } from './honoured-keys';
import { idempotencyKey, keyFact } from './idempotency-key';

const channelSchema = z.string().regex(/^#?[\w.-]{1,80}$/, 'is a channel name such as #support');

const messageSchema = z.strictObject({
  channel: channelSchema,
  text: z.string().min(1).max(40_000),
  date: z.iso.date().optional(),
});

const listSchema = z.strictObject({ channel: channelSchema });

function messageView(entry: LedgerEntry) {
  return { message_id: entry.id, ...entry.body, posted_at: entry.at };
}

export function chatRoutes(chat: Chat, desk: FaultDesk, seed: string): Route[] {
  return [
    {
      method: 'POST',
      path: '/chat/messages',
      handle: ({ body, headers }) => {
        const request = parseInput(messageSchema, body);
        const key = idempotencyKey(headers);
        return desk.serve({
          service: 'chat',
          route: 'post',
          intent: messageIntent(seed, request),
          facts: { channel: request.channel, ...keyFact(key) },
          demoId: request.channel,
          act: (fault) => {
            const { entry, replayed } = chat.post(request, key, fault?.fault ?? null);
            return json(201, messageView(entry), replayed ? REPLAYED : {});
          },
        });
      },
    },
    {
      method: 'GET',
      path: '/chat/messages',
      handle: ({ query }) => {
        const { channel } = parseInput(listSchema, queryObject(query));
        const act = () => json(200, { channel, messages: chat.messages(channel).map(messageView) });
        return desk.serve({ service: 'chat', route: 'list', intent: channel, facts: { channel }, act });
      },
    },
  ];
}
