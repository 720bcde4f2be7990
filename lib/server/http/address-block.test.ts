// Who counts as one: an address of IPv4, and whoever has a /64 of IPv6.
import { expect, it } from 'vitest';
import { addressBlock } from './address-block';

it.each([
  ['198.51.100.7', '198.51.100.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
  ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
  ['fe80::1%eth0', 'fe80::/64'],
  ['::ffff:198.51.100.7', '198.51.100.7'],
  ['::1', '::1'],
  ['unknown', 'unknown'],
  [null, null],
])('%s is %s', (address, block) => {
  expect(addressBlock(address)).toBe(block);
});
