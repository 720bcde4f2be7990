// Sends one mail through a channel, to those of its recipients who do not have it yet.
import 'server-only';
import { MailError, type RefusedRecipient } from '../../adapters/channels/mail-sender';
import { smtpAddress } from '../../adapters/channels/smtp-address';
import type { ChannelOf } from '../../domain/channel';
import type { EgressCaller } from '../../domain/egress';
import type { ChannelDelivery } from '../../store/deliveries/claim-deliveries';
import type { DelivererParts, Sent } from './deliverer-parts';

const TIMEOUT_MS = 20_000;
const NOBODY_LEFT = 'Whoever did not have it is no recipient of this channel any more.';

/**
 * Where a server takes it for some alone, it is owed to the others: it is not accepted, and the next attempt is made for them. That would be
 * refused as well only where each of them was refused for good.
 * @throws CodedError where nothing was answered.
 */
export async function sendMail(
  { mail, secrets, redactor }: DelivererParts,
  caller: EgressCaller,
  { owed }: Pick<ChannelDelivery, 'owed'>,
  { secretRef, from, to: recipients, tls }: ChannelOf<'email'>,
  body: Uint8Array,
): Promise<Sent> {
  const to = owed === null ? recipients : recipients.filter((address) => owed.includes(address));
  if (to.length === 0) return { ...TAKEN, told: [], status: null, words: NOBODY_LEFT };
  const server = smtpAddress(await secrets.read(secretRef));
  // The password is a part of the secret, and no less one where a server repeats it alone.
  if (server.credentials !== null) redactor.learn([{ name: secretRef, value: server.credentials.pass }]);
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const { refused } = await mail.send({ caller, server, tls, from, to, raw: body, signal });
    return refused.length === 0 ? { ...TAKEN, told: to } : partly(to, refused);
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    const { status, message } = error;
    return { ...REFUSED, status, words: message, final: error.class === 'fatal' };
  }
}

const REFUSED = { accepted: false, retryAfterMs: null, final: false, told: null, owed: null } as const;
const TAKEN = {
  accepted: true,
  status: 250,
  words: null,
  retryAfterMs: null,
  final: false,
  told: null,
  owed: null,
} as const;

function partly(to: readonly string[], refused: readonly RefusedRecipient[]): Sent {
  const owed = refused.map(({ address }) => address);
  const said = refused.map(({ address, words }) => `${address} (${words})`);
  return {
    ...REFUSED,
    status: (refused.find(({ forGood }) => !forGood) ?? refused[0])?.status ?? null,
    words: `The server did not take it for ${said.join(', ')}; the others have it.`,
    final: refused.every(({ forGood }) => forGood),
    told: to.filter((address) => !owed.includes(address)),
    owed,
  };
}
