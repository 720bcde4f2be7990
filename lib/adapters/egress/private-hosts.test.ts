import { describe, expect, it } from 'vitest';
import { PrivateHostsError, parsePrivateHosts } from './private-hosts';

const allows = (entries: string[], host: string, port: number, address: string) =>
  parsePrivateHosts(entries).allows({ host, port, address });

describe('parsePrivateHosts', () => {
  it.each([
    ['an address and its port', ['127.0.0.1:4010'], 'sim.test', 4010, '127.0.0.1'],
    ['an address on any port', ['10.0.0.5'], '10.0.0.5', 9999, '10.0.0.5'],
    ['a range', ['10.0.0.0/8'], 'db', 5432, '10.200.1.1'],
    ['a range with host bits', ['192.168.7.9/16'], 'x', 80, '192.168.200.1'],
    ['IPv6 with a port', ['[::1]:80'], '::1', 80, '::1'],
    ['IPv6 alone', ['::1'], 'localhost', 81, '::1'],
    ['a unique local range', ['fd00::/8'], 'x', 80, 'fd12::1'],
    ['a name', ['db.internal'], 'db.internal', 5432, '10.0.0.1'],
    ['a name, however it is written', ['DB.Internal.:5432'], 'db.internal', 5432, '10.0.0.1'],
    ['one of several', ['10.0.0.1', 'localhost:80'], 'localhost', 80, '::1'],
  ])('allows %s', (_what, entries, host, port, address) => {
    expect(allows(entries, host, port, address)).toBe(true);
  });

  it.each([
    ['another port', ['127.0.0.1:4010'], 'x', 4011, '127.0.0.1'],
    ['another address', ['127.0.0.1:4010'], 'x', 4010, '127.0.0.2'],
    ['another name', ['db.internal'], 'evil.internal', 5432, '10.0.0.1'],
    ['a name below an allowed one', ['internal'], 'db.internal', 80, '10.0.0.1'],
    ['metadata under an allowed name', ['db.internal'], 'db.internal', 80, '169.254.169.254'],
    ['metadata inside an allowed range', ['fd00::/8'], 'x', 80, 'fd00:ec2::254'],
    ['mapped loopback', ['127.0.0.0/8'], 'x', 80, '::ffff:127.0.0.1'],
    ['anything by default', [], 'localhost', 80, '127.0.0.1'],
  ])('does not allow %s', (_what, entries, host, port, address) => {
    expect(allows(entries, host, port, address)).toBe(false);
  });

  it.each([
    ['0.0.0.0/0', /not wholly in a loopback or private range/],
    ['10.0.0.0/7', /not wholly/],
    ['8.8.8.8', /not wholly/],
    ['169.254.169.254', /not wholly/],
    ['::/0', /not wholly/],
    ['::ffff:127.0.0.1', /not wholly/],
    ['10.0.0.0/33', /no CIDR/],
    ['db.internal/8', /no CIDR/],
    ['10.0.0.1:0', /port/],
    ['10.0.0.1:70000', /port/],
    ['db:http', /port/],
    ['[10.0.0.1]:80', /no IPv6 address/],
    ['::1:80:90:zz', /too many colons/],
    ['127.1', /all four numbers/],
    ['0x7f000001:80', /all four numbers/],
    ['*.internal', /no host/],
    ['http://10.0.0.1', /no CIDR/],
  ])('refuses %s and says why', (entry, why) => {
    expect(() => parsePrivateHosts(['10.0.0.1', entry])).toThrow(PrivateHostsError);
    expect(() => parsePrivateHosts(['10.0.0.1', entry])).toThrow(why);
    expect(() => parsePrivateHosts([entry])).toThrow(entry);
  });
});
