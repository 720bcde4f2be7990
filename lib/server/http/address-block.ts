// Which addresses count as one caller: one of IPv4, the /64 of IPv6, of which one customer has them all. Refuses to take a single IPv6 address for a person.
import 'server-only';
import ipaddr from 'ipaddr.js';

/** `2001:db8:1:2::/64` for an address of IPv6, any other as it is; null for none. */
export function addressBlock(address: string | null): string | null {
  if (address === null || !ipaddr.IPv6.isValid(address)) return address;
  const parsed = ipaddr.IPv6.parse(address.replace(/%.*$/, ''));
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().toString();
  if (parsed.range() === 'loopback') return address;
  return `${new ipaddr.IPv6([...parsed.parts.slice(0, 4), 0, 0, 0, 0]).toString()}/64`;
}
