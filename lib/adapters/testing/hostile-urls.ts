// Ways to write an address so that a guard overlooks where it leads. PORT stands for the port of a listener on loopback.
export type HostileForm = {
  readonly what: string;
  readonly url: string;
  readonly code: 'address_refused' | 'url_refused';
  /** What DNS says, where the host is a name. */
  readonly answers?: readonly string[];
  /** An unguarded client that takes this form reaches the listener: the form is no invention. */
  readonly leads?: true;
};

const leads = (what: string, url: string): HostileForm => ({
  what,
  url,
  code: 'address_refused',
  leads: true,
});
const address = (what: string, host: string): HostileForm => ({
  what,
  url: `http://${host}:PORT/`,
  code: 'address_refused',
});
const invalid = (what: string, url: string): HostileForm => ({ what, url, code: 'url_refused' });
const name = (host: string, ...answers: string[]): HostileForm => ({
  what: `${host} → ${answers.join(', ')}`,
  url: `http://${host}:PORT/`,
  code: 'address_refused',
  answers,
});

/** IPv4 in every spelling that URL parsers take. */
const IPV4: readonly HostileForm[] = [
  leads('plain', 'http://127.0.0.1:PORT/'),
  leads('another of the /8', 'http://127.255.0.1:PORT/'),
  leads('decimal', 'http://2130706433:PORT/'),
  leads('hex', 'http://0x7f000001:PORT/'),
  leads('hex in parts', 'http://0x7f.0x0.0x0.0x1:PORT/'),
  leads('octal', 'http://017700000001:PORT/'),
  leads('octal in parts', 'http://0177.0.0.01:PORT/'),
  leads('mixed bases', 'http://0x7f.0.01:PORT/'),
  leads('two parts', 'http://127.1:PORT/'),
  leads('three parts', 'http://127.0.1:PORT/'),
  leads('a dot at the end', 'http://127.0.0.1.:PORT/'),
  leads('fullwidth digits', 'http://１２７.０.０.１:PORT/'),
  leads('circled digits', 'http://①②⑦.⓪.⓪.①:PORT/'),
  leads('ideographic full stops', 'http://127。0。0。1:PORT/'),
  leads('a soft hyphen', 'http://127.0.0\u00AD.1:PORT/'),
  leads('percent-encoded', 'http://%31%32%37%2e0%2e0%2e1:PORT/'),
  leads('this network', 'http://0.0.0.0:PORT/'),
  leads('zero', 'http://0:PORT/'),
  address('this network, another', '0.1.2.3'),
  address('RFC 1918, 10/8', '10.0.0.1'),
  address('RFC 1918, 172.16/12', '172.31.255.254'),
  address('RFC 1918, 192.168/16', '192.168.1.1'),
  address('carrier-grade NAT', '100.64.0.1'),
  address('metadata within carrier-grade NAT', '100.100.100.200'),
  address('instance metadata', '169.254.169.254'),
  address('instance metadata as a number', '2852039166'),
  address('instance metadata in hex', '0xa9.0xfe.0xa9.0xfe'),
  address('task metadata', '169.254.170.2'),
  address('platform endpoint', '168.63.129.16'),
  address('protocol assignments', '192.0.0.192'),
  address('6to4 relay', '192.88.99.1'),
  address('benchmarks', '198.18.0.1'),
  address('documentation', '203.0.113.9'),
  address('multicast', '224.0.0.1'),
  address('multicast of service discovery', '239.255.255.250'),
  address('reserved', '240.0.0.1'),
  address('broadcast', '255.255.255.255'),
];

const IPV6: readonly HostileForm[] = [
  leads('IPv4-mapped', 'http://[::ffff:127.0.0.1]:PORT/'),
  leads('IPv4-mapped in hex', 'http://[::ffff:7f00:1]:PORT/'),
  leads('IPv4-mapped, written out', 'http://[0:0:0:0:0:FFFF:127.0.0.1]:PORT/'),
  address('loopback', '[::1]'),
  address('loopback, written out', '[0000:0000:0000:0000:0000:0000:0000:0001]'),
  address('unspecified', '[::]'),
  address('IPv4-compatible', '[::127.0.0.1]'),
  address('IPv4-translated', '[::ffff:0:127.0.0.1]'),
  address('mapped metadata', '[::ffff:169.254.169.254]'),
  address('NAT64', '[64:ff9b::127.0.0.1]'),
  address('NAT64 of metadata', '[64:ff9b::a9fe:a9fe]'),
  address('local NAT64', '[64:ff9b:1::7f00:1]'),
  address('6to4', '[2002:7f00:1::]'),
  address('Teredo', '[2001:0:4136:e378:8000:63bf:3fff:fdd2]'),
  address('link-local', '[fe80::1]'),
  address('unique local', '[fd12:3456::1]'),
  address('metadata over IPv6', '[fd00:ec2::254]'),
  address('site-local', '[fec0::1]'),
  address('multicast', '[ff02::1]'),
  address('documentation', '[2001:db8::1]'),
  address('discard only', '[100::1]'),
  address('unassigned', '[4000::1]'),
  invalid('a zone id', 'http://[fe80::1%25lo]:PORT/'),
  invalid('a zone id of loopback', 'http://[::1%25lo]:PORT/'),
  invalid('IPv4 in brackets', 'http://[127.0.0.1]:PORT/'),
];

/** What parsers make of a URL that is written oddly. */
const SYNTAX: readonly HostileForm[] = [
  leads('backslashes', 'http:\\\\127.0.0.1:PORT\\'),
  leads('a backslash before an @', 'http://127.0.0.1:PORT\\@public.test/'),
  leads('a tab inside', 'http://127.0.\t0.1:PORT/'),
  leads('a line break inside', 'http://127.0.0.1\r\n:PORT/'),
  leads('a scheme in two lines', 'ht\ntp://127.0.0.1:PORT/'),
  leads('spaces around', '  http://127.0.0.1:PORT/  '),
  leads('control characters before', '\u0000\u0001http://127.0.0.1:PORT/'),
  leads('no slashes', 'http:127.0.0.1:PORT/'),
  leads('four slashes', 'http:////127.0.0.1:PORT/'),
  leads('capitals', 'HTTP://127.0.0.1:PORT/'),
  invalid('a host as user', 'http://public.test@127.0.0.1:PORT/'),
  invalid('a host and port as user and password', 'http://public.test:80@127.0.0.1:PORT/'),
  invalid('a private host as user', 'http://127.0.0.1:PORT@public.test/'),
  invalid('two @', 'http://a@127.0.0.1:PORT@public.test/'),
  invalid('an encoded slash in the host', 'http://127.0.0.1%2f.public.test:PORT/'),
  invalid('an encoded line break in the host', 'http://127.0.0.1%0d%0a:PORT/'),
  invalid('a space in the host', 'http://127.0.0.1 .public.test:PORT/'),
  invalid('a number too great', 'http://4294967297:PORT/'),
  invalid('a part too great', 'http://127.0.0.257:PORT/'),
  invalid('five parts', 'http://127.0.0.0.1:PORT/'),
  invalid('a port too great', 'http://127.0.0.1:65536/'),
  invalid('no scheme', '//127.0.0.1:PORT/'),
  invalid('no host', 'http://'),
];

const SCHEMES: readonly HostileForm[] = [
  invalid('file', 'file:///etc/passwd'),
  invalid('file of a host', 'file://127.0.0.1/etc/passwd'),
  invalid('gopher', 'gopher://127.0.0.1:PORT/_GET%20/'),
  invalid('ftp', 'ftp://127.0.0.1:PORT/'),
  invalid('data', 'data:text/plain,secret'),
  invalid('dict', 'dict://127.0.0.1:PORT/info'),
  invalid('ldap', 'ldap://127.0.0.1:PORT/'),
  invalid('ws', 'ws://127.0.0.1:PORT/'),
  invalid('blob', 'blob:http://127.0.0.1:PORT/1'),
  invalid('javascript', 'javascript:fetch("http://127.0.0.1:PORT/")'),
  invalid('a socket in the file system', 'http+unix://%2Fvar%2Frun%2Fdocker.sock/info'),
];

/** Names that are harmless to look at. */
const NAMES: readonly HostileForm[] = [
  name('localhost', '127.0.0.1'),
  name('LOCALHOST.', '::1', '127.0.0.1'),
  name('any.localhost', '127.0.0.1'),
  name('localhost.localdomain', '127.0.0.1'),
  name('ip6-localhost', '::1'),
  name('127.0.0.1.nip.test', '127.0.0.1'),
  name('metadata.google.internal', '169.254.169.254'),
  name('metadata', '169.254.169.254'),
  name('instance-data.ec2.internal', 'fd00:ec2::254'),
  name('wireserver.test', '168.63.129.16'),
  name('printer.local', '192.168.1.7'),
  name('kubernetes.default.svc', '10.96.0.1'),
  name('linklocal.test', 'fe80::1%eth0'),
  name('mapped.test', '::ffff:127.0.0.1'),
  name('nat64.test', '64:ff9b::7f00:1'),
  name('zero.test', '0.0.0.0'),
  name('unspecified.test', '::'),
  name('rebind-last.test', '8.8.8.8', '127.0.0.1'),
  name('rebind-first.test', '127.0.0.1', '8.8.8.8'),
  name('rebind-six.test', '2606:4700:4700::1111', '::1'),
  name('no-address.test', 'localhost'),
  name('short-address.test', '127.1'),
];

export const HOSTILE_FORMS: readonly HostileForm[] = [...IPV4, ...IPV6, ...SYNTAX, ...SCHEMES, ...NAMES];
