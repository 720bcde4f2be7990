// What a hostile or broken client sends: texts, numbers, structures and whole bodies that have broken servers before.
import fc from 'fast-check';

export const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff tail',
  '\u202e\u0301\ufeff',
  '\r\nX-Injected: 1',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  `' OR 1=1; DROP TABLE run; --`,
  `"; SELECT pg_sleep(30); --`,
  '$1::uuid',
  '%_\\',
  '{{secret:DEMO_MODEL_KEY}}',
  '<img src=x onerror=alert(1)>',
  '../../../etc/passwd',
  '..%2f..%2f',
  'null',
  'undefined',
  'NaN',
  '-1',
  '1e999',
  '99999999999999999999999999',
  '0x10',
  '2026-02-30T25:61:61Z',
  '0000-01-01T00:00:00Z',
  '+275760-09-13T00:00:00.001Z',
  '(a+)+$',
  '[',
  '^(?:(?:(?:a*)*)*)*$',
  '😀'.repeat(50),
  'x'.repeat(501),
  'x'.repeat(20_000),
];

const HOSTILE_NUMBERS: readonly number[] = [
  0,
  -0,
  -1,
  0.1,
  1.5,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  2 ** 63,
  1e21,
  1e308,
  5e-324,
];

export function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i += 1) value = i % 2 === 0 ? [value] : { a: value };
  return value;
}

const odd: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  null,
  true,
  false,
  [],
  {},
  [[]],
  [null],
  { '': '' },
  { __proto__: null },
  JSON.parse('{"__proto__": {"admin": true}}'),
  { constructor: { prototype: { admin: true } } },
  nested(30),
  nested(63),
  nested(64),
  nested(200),
  Array.from({ length: 1_000 }, () => 0),
  Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`k${i}`, i])),
);

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);

export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom(...HOSTILE_NUMBERS),
  odd,
  fc.jsonValue({ maxDepth: 3 }),
);

/** Bodies that are no JSON, or JSON that no parser should be asked to trust. */
export const HOSTILE_BODIES: readonly string[] = [
  '{',
  '}',
  '[1,',
  '{"a":1,}',
  '"',
  'nul',
  'NaN',
  '{"a":1}{"a":2}',
  '{"reason":"a","reason":"b"}',
  '{"agent":"refunds","agent":null,"input":{}}',
  '{"__proto__":{"admin":true}}',
  '\ufeff{}',
  '{"a":"\\ud800"}',
  '{"a":"\\u0000"}',
  '{"a":1e400}',
  '-',
  '1'.repeat(5_000),
  '['.repeat(100_000),
  `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
  `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`,
  `"${'x'.repeat(1_100_000)}"`,
  'a=1&b=2',
  '<xml/>',
];

export const HOSTILE_HEADERS: Readonly<Record<string, readonly string[]>> = {
  'content-type': [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/json; charset=utf-16',
    'application/json; charset="',
    ';;;',
    'application/vnd.api+json',
  ],
  'idempotency-key': ['', ' ', 'x', 'x'.repeat(255), 'x'.repeat(256), 'a b', '"; DROP TABLE run', '\u00ff'],
  'if-match': ['*', '""', '"0"', '"1"', '"999999999"', '"9999999999999"', 'W/"1"', '"a"', '"1", "2"', '-1'],
  'last-event-id': ['', 'x', '-', '-1', 'x-1', `${'9'.repeat(400)}-${'9'.repeat(400)}`],
  accept: ['text/html', '*/*;q=0', 'x'.repeat(2_000)],
  'content-encoding': ['gzip', 'br'],
  'x-forwarded-for': ['::1', `' OR 1=1`],
  range: ['bytes=0-1'],
};
