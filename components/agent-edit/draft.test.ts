// The form and the JSON are one draft: what fits survives both unchanged, what does not fit is kept and said at its place.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AgentDefinition, agentDefinition } from '@/lib/domain/agent';
import { type JsonValue, jsonValue } from '@/lib/domain/json';
import { sampleDefinition } from '../agents/sample-agent';
import { jsonText } from '../ui/json-text';
import { BOUNDS, boundRows, withBound, withoutBound } from './bound-rows';
import { draftProblems, listedProblems, storable } from './draft-problems';
import { formObstacle, type Place, valueAt, withValue } from './draft-value';
import { dollarsField, durationField, type FieldText, numberField, valueField } from './field-text';
import { FIELDS } from './form-fields';
import { alwaysAsked, grantNames, withAlwaysAsk, withGrant, withoutGrant } from './grants';
import { jsonPlaces } from './json-places';
import { NEW_DEFINITION, nameProblem } from './new-agent';

/** As it comes over the wire: no -0, no undefined. */
const plain = (value: unknown): JsonValue => jsonValue.parse(JSON.parse(JSON.stringify(value)));

const name = fc.stringMatching(/^[a-z][a-z0-9]{0,8}([._-][a-z0-9]{1,4})?$/);
const text = (maxLength: number) => fc.string({ minLength: 1, maxLength, unit: 'grapheme' });
const anyText = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('5', 'true', '{', ' EU ', '', 'a\nb', '"x"', 'k=v'),
);
const scalar = fc.oneof(
  anyText,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const constraint = fc.record(
  {
    equals: fc.oneof(scalar, fc.jsonValue({ maxDepth: 1 })),
    oneOf: fc.array(scalar, { minLength: 1, maxLength: 4 }),
    min: fc.double({ noNaN: true, noDefaultInfinity: true }),
    max: fc.integer(),
    pattern: anyText,
  },
  { requiredKeys: [] },
);
const definition: fc.Arbitrary<AgentDefinition> = fc
  .record({
    description: text(200),
    prompt: text(400),
    model: name,
    tools: fc.array(
      fc.record(
        { name, constraints: fc.dictionary(text(10), constraint, { maxKeys: 3 }) },
        { requiredKeys: ['name'] },
      ),
      { maxLength: 3 },
    ),
    inputSchema: fc.dictionary(text(6), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }),
    limits: fc.record({
      maxSteps: fc.integer({ min: 1, max: 10_000 }),
      maxToolCalls: fc.integer({ min: 1, max: 10_000 }),
      maxTokens: fc.integer({ min: 1 }),
      maxCostMicroUsd: fc.maxSafeNat(),
      deadlineMs: fc.integer({ min: 1_000, max: 30 * 86_400_000 }),
    }),
    escalation: fc.record({
      confidenceBelow: fc.double({ min: 0, max: 1, noNaN: true }),
      amountAbove: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
      quorum: fc.integer({ min: 1, max: 5 }),
      expiresMs: fc.integer({ min: 1_000, max: 30 * 86_400_000 }),
      alwaysAsk: fc.array(name, { maxLength: 3 }),
    }),
    labels: fc.dictionary(fc.oneof(anyText, text(10)), anyText, { maxKeys: 3 }),
  })
  .map((value) => agentDefinition.parse(plain(value)));

/** What the form writes when a field is left as it is. */
const rewritten = (value: JsonValue, place: Place, field: FieldText) =>
  withValue(value, place, field.read(field.print(valueAt(value, place))));

describe('any definition that fits', () => {
  it('is the same after every field of the form has been printed and read', () => {
    fc.assert(
      fc.property(definition, (given) => {
        const value = plain(given);
        const after = Object.values(FIELDS).reduce<JsonValue>(
          (draft, { place, field }) => rewritten(draft, place, field) ?? null,
          value,
        );
        expect(jsonText(after)).toBe(jsonText(value));
        grantNames(value).forEach((_, index) => {
          const constraints = valueAt(value, ['tools', index, 'constraints']);
          for (const { path, kind } of boundRows(constraints)) {
            if (kind === 'given') continue;
            const place = ['tools', index, 'constraints', path, kind];
            expect(jsonText(rewritten(value, place, BOUNDS[kind].field))).toBe(jsonText(value));
          }
        });
      }),
      { numRuns: 300 },
    );
  });

  it('is the same after it went through the JSON, can be shown by the form, and has no problem', () => {
    fc.assert(
      fc.property(definition, (given) => {
        const places = jsonPlaces(jsonText(given));
        expect(places.ok && places.value).toEqual(plain(given));
        expect(formObstacle(plain(given))).toBeUndefined();
        expect(draftProblems(plain(given), undefined)).toEqual([]);
        expect(storable(plain(given))).toEqual(given);
      }),
    );
  });
});

describe('jsonPlaces', () => {
  it('takes what JSON.parse takes and nothing else, but for names that are given twice', () => {
    const almost = fc
      .tuple(
        fc.jsonValue().map((value) => JSON.stringify(value, null, 1)),
        fc.nat(),
        fc.constantFrom('', ',', '"', '}', ' ', '\n', '0', ':'),
      )
      .map(([whole, at, sign]) => {
        const cut = whole.length === 0 ? 0 : at % (whole.length + 1);
        return `${whole.slice(0, cut)}${sign}${whole.slice(sign === '' ? cut + 1 : cut)}`;
      });
    fc.assert(
      fc.property(fc.oneof(almost, fc.string(), fc.json()), (given) => {
        let readable = true;
        try {
          JSON.parse(given);
        } catch {
          readable = false;
        }
        const places = jsonPlaces(given);
        if (places.ok) expect(readable).toBe(true);
        else expect(readable && !places.problem.endsWith('is given twice')).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('knows the line of every value, and the nearest one of what is not there', () => {
    const places = jsonPlaces('{\n  "a/b": {\n    "c": [\n      1,\n      2\n    ]\n  }\n}');
    if (!places.ok) throw new Error(places.problem);
    expect(['', '/a~1b', '/a~1b/c', '/a~1b/c/1', '/a~1b/c/9', '/x'].map(places.lineOf)).toEqual([
      1, 2, 3, 5, 3, 1,
    ]);
  });

  it.each([
    ['{\n  "a": 1,\n}', 3, 'a name in double quotes is expected'],
    ['{\n  "a" 1\n}', 2, 'a colon is expected after the name'],
    ['[\n  1\n  2\n]', 3, 'a comma or ] is expected'],
    ['{"a": 1,\n "a": 2}', 2, '"a" is given twice'],
    ['{\n  "a": ', 2, 'a value is missing at the end'],
    ['{}\nx', 2, 'nothing may follow the value'],
    ['"a\nb"', 1, 'a text that does not end on its line'],
    ['['.repeat(200), 1, 'nested too deep'],
  ])('%j: line %i, %s', (given, line, problem) => {
    expect(jsonPlaces(given)).toEqual({ ok: false, line, problem });
  });
});

describe('fields', () => {
  it.each([
    [dollarsField, '0.5', 500_000],
    [dollarsField, '$12', 12_000_000],
    [dollarsField, '0.0000001', '0.0000001'],
    [dollarsField, 'a lot', 'a lot'],
    [durationField, '1h 30min', 5_400_000],
    [durationField, '90 s', 90_000],
    [durationField, '1.5 h', 5_400_000],
    [durationField, '15', '15'],
    [numberField, '1e3', 1_000],
    [numberField, '1e', '1e'],
    [numberField, '', undefined],
    [valueField, 'EUR', 'EUR'],
    [valueField, '"5"', '5'],
    [valueField, '5', 5],
  ])('case %#: %j is %j', (field, typed, value) => {
    expect(field.read(typed)).toEqual(value);
  });

  it('read a time as a person would write it', () => {
    expect(durationField.print(5_400_000)).toBe('1 h 30 min');
    expect(durationField.print(1_500)).toBe('1 s 500 ms');
    expect(dollarsField.print(200_000)).toBe('0.2');
  });
});

describe('what does not fit', () => {
  const value = plain(sampleDefinition());
  it('stays in the draft as it was typed, and is said at its place and its line', () => {
    const wrong = withValue(value, ['limits', 'maxCostMicroUsd'], dollarsField.read('a lot')) ?? null;
    expect(valueAt(wrong, ['limits', 'maxCostMicroUsd'])).toBe('a lot');
    const problems = draftProblems(wrong, undefined);
    expect(problems).toEqual([{ path: '/limits/maxCostMicroUsd', message: 'must be a number' }]);
    const text = jsonText(wrong);
    const [listed] = listedProblems(jsonPlaces(text), problems);
    expect(text.split('\n')[(listed?.line ?? 0) - 1]).toContain('"maxCostMicroUsd": "a lot"');
    expect(formObstacle(wrong)).toBeUndefined();
    expect(storable(wrong)).toBeUndefined();
  });

  it('locks the form where it has no place for it, with the reason', () => {
    expect(formObstacle('no object')).toBe('The whole must be an object');
    expect(formObstacle(withValue(value, ['tools'], 5) ?? null)).toBe('/tools must be an array');
    expect(formObstacle(withValue(value, ['escalation', 'amountAbove'], []) ?? null)).toMatch(
      /^\/escalation\/amountAbove /,
    );
    expect(formObstacle(withValue(value, ['surprise'], { a: 1 }) ?? null)).toBeUndefined();
  });

  it('is kept from the server until its place is changed', () => {
    const refusal = {
      value,
      problems: [
        { path: '/tools/0/name', message: 'names x' },
        { path: '/path/name', message: 'no' },
      ],
    };
    expect(draftProblems(value, refusal)).toEqual([{ path: '/tools/0/name', message: 'names x' }]);
    const elsewhere = withValue(value, ['prompt'], 'Other words') ?? null;
    expect(draftProblems(elsewhere, refusal)).toHaveLength(1);
    const changed = withValue(value, ['tools', 0, 'name'], 'other') ?? null;
    expect(draftProblems(changed, refusal)).toEqual([]);
  });
});

describe('the draft', () => {
  const value = plain(sampleDefinition());
  it('changes one place and keeps the rest, names in their order and unknown ones too', () => {
    const strange = plain({ z: 1, ...sampleDefinition() });
    const changed = withValue(strange, ['escalation', 'amountAbove'], 200) ?? null;
    expect(jsonText(changed)).toBe(jsonText(strange).replace('"amountAbove": 500', '"amountAbove": 200'));
    expect(withValue(value, ['outputSchema', 'type'], 'object')).toMatchObject({
      outputSchema: { type: 'object' },
    });
    expect(valueAt(withValue(value, ['escalation', 'quorum'], undefined), ['escalation'])).not.toHaveProperty(
      'quorum',
    );
  });

  it('grants tools and takes them away, with what was asked for them', () => {
    const asked = withAlwaysAsk(value, 'payments.refund', true) ?? null;
    expect(alwaysAsked(asked)).toEqual(['payments.refund']);
    const without = withoutGrant(asked, 1) ?? null;
    expect(grantNames(without)).toEqual(['payments.lookup']);
    expect(alwaysAsked(without)).toEqual([]);
    expect(grantNames(withGrant(without, 'chat.post') ?? null)).toEqual(['payments.lookup', 'chat.post']);
    expect(withAlwaysAsk(value, 'chat.post', false)).toBe(value);
  });

  it('adds bounds and takes them away, the last one with its list', () => {
    const one = withBound(undefined, { path: 'amount', kind: 'max' });
    const two = withBound(one, { path: 'amount', kind: 'min' });
    expect(boundRows(two)).toEqual([
      { path: 'amount', kind: 'min' },
      { path: 'amount', kind: 'max' },
    ]);
    expect(withoutBound(two, { path: 'amount', kind: 'min' })).toEqual(one);
    expect(withoutBound(one, { path: 'amount', kind: 'max' })).toBeUndefined();
    expect(boundRows(withBound(undefined, { path: 'a', kind: 'given' }))).toEqual([
      { path: 'a', kind: 'given' },
    ]);
  });
});

describe('a new agent', () => {
  it('begins with what only lacks its words and its model', () => {
    expect(draftProblems(NEW_DEFINITION, undefined)).toEqual(
      ['/description', '/prompt', '/model'].map((path) => ({ path, message: 'is required' })),
    );
    expect(formObstacle(NEW_DEFINITION)).toBeUndefined();
  });

  it.each([
    ['', /^Required/],
    ['Not A Name', /^Lower-case/],
    ['new', /address/],
    ['refunds', /There is an agent/],
  ])('can not be called %j', (given, problem) => {
    expect(nameProblem(given, ['refunds'])).toMatch(problem);
  });

  it('can have a name of its own', () => {
    expect(nameProblem('refunds-2', ['refunds'])).toBeUndefined();
  });
});
