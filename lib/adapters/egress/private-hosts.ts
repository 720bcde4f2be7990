// Knows which private hosts an operator has allowed; refuses an entry that is unreadable or opens more than loopback and private ranges.
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { isInRange, isPrivateRange, kindOfAddress, type Range } from './address-rules';

/** An entry of BULKHEAD_PRIVATE_HOSTS that can't be used; the message names it and says what would do. */
export class PrivateHostsError extends Error {
  override readonly name = 'PrivateHostsError';
}

type Entry = { readonly text: string; readonly port: number | null } & (
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'range'; readonly range: Range }
);

export interface PrivateHosts {
  /** As they were configured. */
  readonly entries: readonly string[];
  /** The entry that opens this private literal; of a name the one that names it: what it resolves to is looked up at each call. Null: none does. */
  entryFor(target: { readonly host: string; readonly port: number }): string | null;
  /** Whether this private address may be reached, asked for under that host name (or literal) and port. */
  allows(target: { readonly host: string; readonly port: number; readonly address: string }): boolean;
}

const HOST_NAME = /^(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/;

function refuse(entry: string, why: string): never {
  throw new PrivateHostsError(`BULKHEAD_PRIVATE_HOSTS: "${entry}" ${why}`);
}

function parsePort(entry: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535) refuse(entry, 'has a port outside 1 to 65535');
  return port;
}

function rangeEntry(entry: string, range: Range, port: number | null): Entry {
  if (!isPrivateRange(range)) {
    refuse(entry, 'is not wholly in a loopback or private range; public addresses need no entry');
  }
  return { text: entry, kind: 'range', range, port };
}

function addressEntry(entry: string, literal: string, port: number | null): Entry {
  const base = ipaddr.parse(literal);
  return rangeEntry(entry, { base, bits: base instanceof ipaddr.IPv4 ? 32 : 128 }, port);
}

function cidrEntry(entry: string): Entry {
  const [literal = '', bitsText = ''] = entry.split('/');
  const version = isIP(literal);
  const bits = Number(bitsText);
  if (version === 0 || !/^\d{1,3}$/.test(bitsText) || bits > (version === 4 ? 32 : 128)) {
    refuse(entry, 'is no CIDR such as 10.0.0.0/8 or fd00::/8');
  }
  return rangeEntry(entry, { base: ipaddr.parse(literal), bits }, null);
}

function parseEntry(entry: string): Entry {
  if (entry.includes('/')) return cidrEntry(entry);
  const bracketed = /^\[([^\]]+)\](?::(.*))?$/.exec(entry);
  if (bracketed) {
    const [, literal = '', port] = bracketed;
    if (isIP(literal) !== 6) refuse(entry, 'holds no IPv6 address in its brackets');
    return addressEntry(entry, literal, parsePort(entry, port));
  }
  if (isIP(entry) !== 0) return addressEntry(entry, entry, null);
  const [host = '', port, ...more] = entry.split(':');
  if (more.length > 0) refuse(entry, 'has too many colons; write an IPv6 address with a port as [::1]:8080');
  if (isIP(host) === 4) return addressEntry(entry, host, parsePort(entry, port));
  const name = canonicalName(host);
  if (!HOST_NAME.test(name)) refuse(entry, 'is no host, host:port or CIDR');
  if (/(^|\.)(\d+|0x[0-9a-f]*)$/.test(name)) refuse(entry, 'is no full address; write all four numbers');
  return { text: entry, kind: 'name', name, port: parsePort(entry, port) };
}

/** Lower case, without the dot at the end: as names are compared. */
export function canonicalName(host: string): string {
  return host.toLowerCase().replace(/\.$/, '');
}

/**
 * Reads entries such as `db.internal`, `127.0.0.1:4010`, `[::1]:80`, `10.0.0.0/8`. A name covers the private addresses it resolves to, an
 * address covers every name that resolves to it; neither ever covers link-local or metadata addresses.
 * @throws PrivateHostsError that names the first entry at fault.
 */
export function parsePrivateHosts(entries: readonly string[]): PrivateHosts {
  const parsed = entries.map((entry) => parseEntry(entry.trim()));
  const covering = (host: string, port: number, address: string | null) => {
    const name = canonicalName(host);
    const numeric = address === null ? null : ipaddr.parse(address);
    return parsed.find(
      (entry) =>
        (entry.port === null || entry.port === port) &&
        (entry.kind === 'name' ? entry.name === name : numeric !== null && isInRange(numeric, entry.range)),
    );
  };
  return {
    entries: parsed.map(({ text }) => text),
    entryFor({ host, port }) {
      const isLiteral = isIP(host) !== 0;
      if (isLiteral && kindOfAddress(host) !== 'private') return null;
      return covering(host, port, isLiteral ? host : null)?.text ?? null;
    },
    allows({ host, port, address }) {
      return kindOfAddress(address) === 'private' && covering(host, port, address) !== undefined;
    },
  };
}
