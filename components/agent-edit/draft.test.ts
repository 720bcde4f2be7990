// What a person types into the draft: what it means, what is wrong with it and where, what comes and goes with it.
import { describe, expect, it } from 'vitest';
import { type JsonValue, jsonValue } from '@/lib/domain/json';
import { sampleDefinition } from '../agents/sample-agent';
import { jsonText } from '../ui/json-text';
import { boundRows, withBound, withoutBound } from './bound-rows';
import { draftProblems, listedProblems, storable } from './draft-problems';
import { formObstacle, valueAt, withValue } from './draft-value';
import { dollarsField, durationField, numberField, valueField } from './field-text';
import { alwaysAsked, grantNames, withAlwaysAsk, withGrant, withoutGrant } from './grants';
import { jsonPlaces } from './json-places';
import { NEW_DEFINITION, nameProblem } from './new-agent';

/** As it comes over the wire: no -0, no undefined. */
const plain = (value: unknown): JsonValue => jsonValue.parse(JSON.parse(JSON.stringify(value)));

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

  it('says of a limit what the API would', () => {
    const wrong = {
      ...sampleDefinition(),
      concurrency: 0,
      shedAfterMs: durationField.read('500 ms') ?? null,
    };
    expect(draftProblems(plain(wrong), undefined)).toEqual([
      { path: '/concurrency', message: 'must be at least 1' },
      { path: '/shedAfterMs', message: 'must be at least 1000' },
    ]);
    expect(formObstacle(plain(wrong))).toBeUndefined();
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
