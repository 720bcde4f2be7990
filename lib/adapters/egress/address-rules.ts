// Knows which addresses may be reached: global unicast, and private ones only where an operator allows them; refuses all else.
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Instance metadata and platform endpoints inside ranges that are otherwise fine; no configuration opens them. */
const NEVER = new Set(['168.63.129.16', 'fd00:ec2::254', 'fd20:ce::254']);

/** What is global today lies in 2000::/3; everything else in IPv6 is unassigned, deprecated or embeds an IPv4 address. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

const PRIVATE_CIDRS = [
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::1/128',
  'fc00::/7',
] as const;

export type Range = { readonly base: ipaddr.IPv4 | ipaddr.IPv6; readonly bits: number };

const PRIVATE_RANGES: readonly Range[] = PRIVATE_CIDRS.map((cidr) => {
  const [base, bits] = ipaddr.parseCIDR(cidr);
  return { base, bits };
});

export type AddressKind = 'global' | 'private' | 'refused';

/** True where the address lies in the range. An IPv4-mapped IPv6 address is never inside an IPv4 range. */
export function isInRange(address: ipaddr.IPv4 | ipaddr.IPv6, range: Range): boolean {
  if (address instanceof ipaddr.IPv4) {
    return range.base instanceof ipaddr.IPv4 && address.match(range.base, range.bits);
  }
  return range.base instanceof ipaddr.IPv6 && address.match(range.base, range.bits);
}

/** True where every address of the range is loopback, RFC 1918 or unique local. */
export function isPrivateRange(range: Range): boolean {
  return PRIVATE_RANGES.some((outer) => range.bits >= outer.bits && isInRange(range.base, outer));
}

/**
 * global: anyone may reach it. private: loopback, RFC 1918 or unique local, for an operator to allow. refused: never (link-local and with it
 * instance metadata, multicast, reserved, IPv4-mapped, NAT64, 6to4, Teredo, no address at all).
 */
export function kindOfAddress(text: string): AddressKind {
  if (isIP(text) === 0) return 'refused';
  const address = ipaddr.parse(text);
  if (NEVER.has(address.toString())) return 'refused';
  if (PRIVATE_RANGES.some((range) => isInRange(address, range))) return 'private';
  if (address.range() !== 'unicast') return 'refused';
  if (address instanceof ipaddr.IPv6 && !address.match(GLOBAL_IPV6)) return 'refused';
  return 'global';
}
