// Sends one event to a callback: signed with the secret in force and the one before it.
import 'server-only';
import { sendCallback } from '../../adapters/callbacks/callback-client';
import type { CallbackDelivery } from '../../store/deliveries/claim-deliveries';
import type { DelivererParts, Sent } from './deliverer-parts';

/** Whatever a callback answers, it is tried again until it takes the event or is given up. @throws CodedError */
export async function sendToCallback(
  { egress, secrets, clock }: DelivererParts,
  { name, eventId, runId, definition }: CallbackDelivery,
  body: Uint8Array,
): Promise<Sent> {
  const values = await secrets.readLatest(definition.secretRef);
  const asker = runId === null ? undefined : { runId, step: null };
  const caller = { kind: 'callback', name, asker } as const;
  const { url } = definition;
  const request = { caller, url, eventId, body, secrets: values, nowMs: clock.now() };
  const { status, retryAfterMs } = await sendCallback(egress, request, new AbortController().signal);
  const accepted = status >= 200 && status < 300;
  const words = accepted ? null : `The receiver answered ${status}.`;
  return { accepted, status, words, retryAfterMs, final: false, told: null, owed: null };
}
