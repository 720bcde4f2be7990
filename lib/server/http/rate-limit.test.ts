// Whose address counts: the socket's, or what proxies of ours saw, and never what a client says of itself.
import { describe, expect, it } from 'vitest';
import { PEER_ADDRESS_HEADER } from './arrivals';
import { addressOf } from './rate-limit';

const from = (peer: string | null, forwarded: string | null, trustedProxies: number) =>
  addressOf(
    new Headers({
      ...(peer === null ? {} : { [PEER_ADDRESS_HEADER]: peer }),
      ...(forwarded === null ? {} : { 'x-forwarded-for': forwarded }),
    }),
    trustedProxies,
  );

describe('addressOf', () => {
  it.each([
    ['the socket, whatever is claimed', '198.51.100.7', '1.2.3.4', 0, '198.51.100.7'],
    ['what the one proxy saw', '10.0.0.1', '1.2.3.4, 198.51.100.7', 1, '198.51.100.7'],
    ['what the outer of two saw', '10.0.0.1', '1.2.3.4, 198.51.100.7, 10.0.0.2', 2, '198.51.100.7'],
    ['the first hop there is, with fewer proxies than said', '10.0.0.1', '10.0.0.2', 3, '10.0.0.2'],
    ['the socket, where a proxy adds nothing', '10.0.0.1', null, 1, '10.0.0.1'],
  ])('is %s', (_what, peer, forwarded, proxies, expected) => {
    expect(from(peer, forwarded, proxies)).toBe(expected);
  });

  it('is not known where nobody noted the socket', () => {
    expect(from(null, '1.2.3.4', 0)).toBeNull();
    expect(from(null, '1.2.3.4', 1)).toBeNull();
  });
});
