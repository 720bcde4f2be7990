// The form and the JSON are one draft: any definition that fits survives both unchanged, to the order of its names.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AgentDefinition, agentDefinition } from '@/lib/domain/agent';
import { type JsonValue, jsonValue } from '@/lib/domain/json';
import { jsonText } from '../ui/json-text';
import { BOUNDS, boundRows } from './bound-rows';
import { draftProblems, storable } from './draft-problems';
import { formObstacle, type Place, valueAt, withValue } from './draft-value';
import { durationField, type FieldText, wordListField } from './field-text';
import { FIELDS } from './form-fields';
import { grantNames } from './grants';
import { jsonPlaces } from './json-places';

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
const level = fc.record(
  {
    role: fc.constantFrom('approver', 'admin'),
    people: fc.uniqueArray(fc.constantFrom('ada@example.com', 'b.o+c@example.org', 'x_1@a-b.example'), {
      minLength: 1,
    }),
    expiresMs: fc.integer({ min: 1_000, max: 30 * 86_400_000 }),
  },
  { requiredKeys: ['expiresMs'] },
);
const definition: fc.Arbitrary<AgentDefinition> = fc
  .record({
    description: text(200),
    prompt: text(400),
    model: name,
    routing: fc.option(
      fc.record(
        {
          stronger: fc.uniqueArray(name, { minLength: 1, maxLength: 4 }),
          confidenceBelow: fc.double({ min: 0.01, max: 1, noNaN: true }),
          whenConfidenceMissing: fc.constantFrom('accept', 'stronger'),
          onInvalidAnswer: fc.boolean(),
          onFailure: fc.boolean(),
          difficulty: fc.record({
            path: text(20),
            hard: fc.array(fc.oneof(scalar, fc.jsonValue({ maxDepth: 1 })), { minLength: 1, maxLength: 3 }),
          }),
        },
        { requiredKeys: ['stronger'] },
      ),
      { nil: undefined },
    ),
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
    concurrency: fc.option(fc.integer({ min: 1, max: 1_000 }), { nil: undefined }),
    shedAfterMs: fc.option(fc.integer({ min: 1_000, max: 86_400_000 }), { nil: undefined }),
    maxCostPerMinuteMicroUsd: fc.option(fc.maxSafeNat(), { nil: undefined }),
    failAtBoundAfterMs: fc.option(fc.integer({ min: 1_000, max: 90 * 86_400_000 }), { nil: undefined }),
    summaryReserveMicroUsd: fc.option(fc.integer({ min: 0, max: 1_000_000_000 }), { nil: undefined }),
    approvalWaits: fc.option(fc.constantFrom('excluded', 'counted'), { nil: undefined }),
    escalation: fc
      .record({
        confidenceBelow: fc.double({ min: 0, max: 1, noNaN: true }),
        amountAbove: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
        sampleRate: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
        quorum: fc.integer({ min: 1, max: 5 }),
        expiresMs: fc.integer({ min: 1_000, max: 30 * 86_400_000 }),
        alwaysAsk: fc.array(name, { maxLength: 3 }),
        vetoMs: fc.option(fc.integer({ min: 60_000, max: 7 * 86_400_000 }), { nil: undefined }),
      })
      .chain((rules) =>
        fc
          .option(fc.array(level, { minLength: 1, maxLength: 3 }), { nil: undefined })
          .map((escalateTo) =>
            escalateTo === undefined ? rules : { ...rules, onExpiry: 'escalate', escalateTo },
          ),
      )
      .map((rules) => (rules.vetoMs === undefined ? rules : { ...rules, quorum: 1 })),
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
        const levels = valueAt(value, ['escalation', 'escalateTo']);
        (Array.isArray(levels) ? levels : []).forEach((_, index) => {
          const at = (member: string) => ['escalation', 'escalateTo', index, member];
          expect(jsonText(rewritten(value, at('people'), wordListField) ?? null)).toBe(jsonText(value));
          expect(jsonText(rewritten(value, at('expiresMs'), durationField) ?? null)).toBe(jsonText(value));
        });
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
