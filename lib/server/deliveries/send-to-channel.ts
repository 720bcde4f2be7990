// Sends one message through a channel: posted to a webhook, or handed to a mail server. Secrets are read at each attempt.
import 'server-only';
import { callbackSignature } from '../../adapters/callbacks/sign-callback';
import { type PostAnswer, postMessage } from '../../adapters/channels/post-message';
import { secretsNamedIn, withSecrets } from '../../adapters/channels/secret-places';
import type { ChannelOf } from '../../domain/channel';
import type { EgressCaller } from '../../domain/egress';
import type { ChannelDelivery } from '../../store/deliveries/claim-deliveries';
import type { DelivererParts, Sent } from './deliverer-parts';
import { sendMail } from './send-mail';

/** What another attempt may change: everything else that is refused stays refused. */
const PASSING = new Set([401, 403, 404, 408, 425, 429]);

/** @throws CodedError where nothing was answered. */
export async function sendToChannel(
  parts: DelivererParts,
  delivery: ChannelDelivery,
  body: Uint8Array,
): Promise<Sent> {
  const { definition } = delivery;
  switch (definition.kind) {
    case 'webhook':
      return toWebhook(parts, delivery, definition, body);
    case 'slack': {
      const url = (await parts.secrets.read(definition.secretRef)).trim();
      return answered(await post(parts, delivery, url, {}, body));
    }
    case 'email':
      return sendMail(parts, callerOf(delivery), delivery, definition, body);
  }
}

async function toWebhook(
  parts: DelivererParts,
  delivery: ChannelDelivery,
  { url, headers = {}, secretRef }: ChannelOf<'webhook'>,
  body: Uint8Array,
): Promise<Sent> {
  const { secrets, clock } = parts;
  const values = new Map<string, string>();
  for (const name of secretsNamedIn([url, ...Object.values(headers)]))
    values.set(name, await secrets.read(name));
  const filled = Object.entries(headers).map(([name, value]) => [name, withSecrets(value, values)]);
  const signature =
    secretRef === undefined
      ? {}
      : {
          'bulkhead-signature': callbackSignature(body, clock.now(), await secrets.readLatest(secretRef)),
        };
  const sent = { ...Object.fromEntries(filled), ...signature };
  return answered(await post(parts, delivery, withSecrets(url, values, encodeURIComponent), sent, body));
}

function post(
  { egress, clock }: DelivererParts,
  delivery: ChannelDelivery,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): Promise<PostAnswer> {
  return postMessage(egress, {
    caller: callerOf(delivery),
    url,
    headers: { ...headers, 'bulkhead-event-id': delivery.eventId },
    body,
    nowMs: clock.now(),
  });
}

function callerOf({ name, runId }: ChannelDelivery): EgressCaller {
  return { kind: 'channel', name, asker: runId === null ? undefined : { runId, step: null } };
}

function answered({ status, retryAfterMs, words }: PostAnswer): Sent {
  const accepted = status >= 200 && status < 300;
  if (accepted) return { accepted, status, words: null, retryAfterMs, final: false, told: null, owed: null };
  const said = words === '' ? '' : ` (${words})`;
  const final = status < 500 && !PASSING.has(status);
  return {
    accepted,
    status,
    words: `The receiver answered ${status}${said}.`,
    retryAfterMs,
    final,
    told: null,
    owed: null,
  };
}
