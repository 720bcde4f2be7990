// Which hosts every tool, model and callback may reach, and which requests were refused. Asks no DNS: a name is judged at each call.
import 'server-only';
import { isIP } from 'node:net';
import { kindOfAddress } from '../../adapters/egress/address-rules';
import { portOf } from '../../adapters/egress/resolve-target';
import type {
  AllowedHostShape,
  EgressRefusalShape,
  EgressShape,
  ListEgressRefusalsQuery,
} from '../../contract/egress';
import type { Page } from '../../contract/page';
import {
  type EgressAddresses,
  listEgressRefusals as list,
  readEgressAddresses,
} from '../../store/read/read-egress';
import type { App } from '../app';

type Parts = Pick<App, 'db' | 'privateHosts'>;

export async function readEgress({ db, privateHosts }: Parts): Promise<EgressShape> {
  const addresses = await readEgressAddresses(db);
  return {
    privateHosts: [...privateHosts.entries],
    callers: addresses.map(({ kind, name, ...urls }) => ({ kind, name, hosts: hostsOf(urls, privateHosts) })),
  };
}

export function listEgressRefusals(
  { db }: Pick<App, 'db'>,
  query: ListEgressRefusalsQuery,
): Promise<Page<EgressRefusalShape>> {
  return list(db, query);
}

function hostsOf(
  { url, lookupUrl, redirectHosts }: Omit<EgressAddresses, 'kind' | 'name'>,
  privateHosts: Parts['privateHosts'],
): AllowedHostShape[] {
  const judged = (text: string | null, use: AllowedHostShape['use']): AllowedHostShape[] => {
    if (text === null || !URL.canParse(text)) return [];
    const parsed = new URL(text);
    const host = parsed.hostname.replace(/^\[(.*)\]$/, '$1');
    const port = portOf(parsed);
    const allowedBy = privateHosts.entryFor({ host, port });
    const place = { host, port: use === 'redirect' ? null : port, use };
    if (isIP(host) === 0) return [{ ...place, reach: 'name', allowedBy }];
    const kind = kindOfAddress(host);
    const reach = kind === 'global' ? 'public' : allowedBy === null ? 'refused' : 'private';
    return [{ ...place, reach, allowedBy }];
  };
  const looksElsewhere = lookupUrl !== null && originOf(lookupUrl) !== originOf(url);
  return [
    ...judged(url, 'call'),
    ...(looksElsewhere ? judged(lookupUrl, 'look_up') : []),
    ...redirectHosts.flatMap((host) => judged(`https://${host}`, 'redirect')),
  ];
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}
