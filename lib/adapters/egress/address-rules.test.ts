import { describe, expect, it } from 'vitest';
import { kindOfAddress } from './address-rules';

describe('kindOfAddress', () => {
  it.each(['8.8.8.8', '1.1.1.1', '2606:4700:4700::1111', '2a00:1450:4001:80e::200e'])(
    'lets %s be reached',
    (address) => {
      expect(kindOfAddress(address)).toBe('global');
    },
  );

  it.each(['127.0.0.1', '127.255.255.254', '10.1.2.3', '172.31.0.1', '192.168.1.1', '::1', 'fd12:3456::1'])(
    'leaves %s to the operator',
    (address) => {
      expect(kindOfAddress(address)).toBe('private');
    },
  );

  it.each([
    ['this network', '0.0.0.0'],
    ['instance metadata', '169.254.169.254'],
    ['platform endpoint', '168.63.129.16'],
    ['metadata over IPv6', 'fd00:ec2::254'],
    ['metadata over IPv6, written out', 'fd00:0ec2:0:0:0:0:0:254'],
    ['carrier-grade NAT', '100.100.100.200'],
    ['multicast', '224.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['documentation', '203.0.113.9'],
    ['unspecified', '::'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['mapped loopback', '::ffff:127.0.0.1'],
    ['mapped loopback in hex', '::ffff:7f00:1'],
    ['mapped global', '::ffff:8.8.8.8'],
    ['compatible form', '::127.0.0.1'],
    ['NAT64', '64:ff9b::7f00:1'],
    ['local NAT64', '64:ff9b:1::7f00:1'],
    ['6to4 of loopback', '2002:7f00:1::'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['site-local', 'fec0::1'],
    ['unassigned', '4000::1'],
    ['a short form', '127.1'],
    ['a number', '2130706433'],
    ['a name', 'localhost'],
    ['nothing', ''],
  ])('refuses %s (%s)', (_what, address) => {
    expect(kindOfAddress(address)).toBe('refused');
  });
});
