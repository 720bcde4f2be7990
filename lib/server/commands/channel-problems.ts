// What every message through a channel would fail with, said while somebody can mend it. Host names are looked up at each delivery only.
import 'server-only';
import { secretsNamedIn } from '../../adapters/channels/secret-places';
import { smtpAddress } from '../../adapters/channels/smtp-address';
import { OWN_HEADERS } from '../../adapters/egress/egress-client';
import { plainRefusal } from '../../adapters/egress/resolve-target';
import type { ChannelDefinition, ChannelOf } from '../../domain/channel';
import { CodedError, type Problem, StoreUnavailableError } from '../../domain/errors';
import type { App } from '../app';
import { unknownSecret } from './known-secret';

type Parts = Pick<App, 'db' | 'secrets' | 'privateHosts'>;

/** Ours to say: what the message is, and that it is from here. */
const RESERVED = /^(content-type|bulkhead-.*)$/i;

/** What is called so proves who asks: its value comes from the vault, or it would stand in the configuration and its record. */
const CREDENTIAL = /authorization|cookie|token|secret|key|password/i;

export async function channelProblems(parts: Parts, definition: ChannelDefinition): Promise<Problem[]> {
  switch (definition.kind) {
    case 'webhook':
      return webhookProblems(parts, definition);
    case 'slack':
      return addressProblems(parts, definition.secretRef, (value) => {
        if (!/^https?:\/\//.test(value) || !URL.canParse(value))
          throw new CodedError(
            'slack_address',
            'fatal',
            'the secret holds no address of an incoming webhook',
          );
      });
    case 'email':
      return addressProblems(parts, definition.secretRef, (value) => void smtpAddress(value));
  }
}

async function webhookProblems(parts: Parts, definition: ChannelOf<'webhook'>): Promise<Problem[]> {
  const { url, headers = {}, secretRef } = definition;
  const refusal = plainRefusal(new URL(url), parts.privateHosts);
  const found: Problem[] =
    refusal === null ? [] : [{ path: '/url', message: `can’t be called: ${refusal.message}` }];
  for (const name of secretsNamedIn([url])) found.push(...(await unknownSecret(parts, '/url', name)));
  for (const [header, value] of Object.entries(headers)) {
    const path = `/headers/${header}`;
    if (OWN_HEADERS.test(header) || RESERVED.test(header))
      found.push({ path, message: 'is set by Bulkhead itself' });
    if (CREDENTIAL.test(header) && secretsNamedIn([value]).length === 0)
      found.push({ path, message: 'needs its value from the vault: {{secret:NAME}}' });
    for (const name of secretsNamedIn([value])) found.push(...(await unknownSecret(parts, path, name)));
  }
  return secretRef === undefined
    ? found
    : [...found, ...(await unknownSecret(parts, '/secretRef', secretRef))];
}

/** Of a secret that is an address as a whole: that it is one. Nothing of its value is said. */
async function addressProblems(
  parts: Parts,
  name: string,
  check: (value: string) => void,
): Promise<Problem[]> {
  const path = '/secretRef';
  const unknown = await unknownSecret(parts, path, name);
  if (unknown.length > 0) return unknown;
  try {
    check((await parts.secrets.read(name)).trim());
    return [];
  } catch (error) {
    if (!(error instanceof CodedError) || error instanceof StoreUnavailableError) throw error;
    return [{ path, message: `can’t be used: ${error.message}` }];
  }
}
