// The draft of a definition as a JSON value: read at a place, changed at a place, and whether a form can show it at all. Pure.
// Everything a form does not know stays as it is.
import { z } from 'zod';
import { isJsonObject, type JsonValue } from '@/lib/domain/json';
import { problemsOf } from '../definition-editor/definition-problems';

export type Place = readonly (string | number)[];

export function valueAt(value: JsonValue | undefined, [head, ...rest]: Place): JsonValue | undefined {
  if (head === undefined) return value;
  if (Array.isArray(value)) return typeof head === 'number' ? valueAt(value[head], rest) : undefined;
  return isJsonObject(value) && Object.hasOwn(value, head) ? valueAt(value[head], rest) : undefined;
}

/** The value with one place changed; undefined takes the place out. Names keep their order, a new one stands last. */
export function withValue(
  value: JsonValue | undefined,
  [head, ...rest]: Place,
  next: JsonValue | undefined,
): JsonValue | undefined {
  if (head === undefined) return next;
  if (typeof head === 'number') {
    const list = Array.isArray(value) ? value : [];
    const item = withValue(list[head], rest, next);
    return item === undefined ? list.toSpliced(head, 1) : list.toSpliced(head, 1, item);
  }
  if (value === undefined && next === undefined) return undefined;
  const members = isJsonObject(value) ? value : {};
  const member = withValue(members[head], rest, next);
  if (member !== undefined) return { ...members, [head]: member };
  const { [head]: _, ...others } = members;
  return others;
}

const leaf = z.union([z.string(), z.number(), z.boolean(), z.null()]).optional();

/** What a form can show: lists and objects where it has lists and groups. What stands in the leaves may be wrong. */
const formShape = z.looseObject({
  description: leaf,
  mode: leaf,
  prompt: leaf,
  model: leaf,
  routing: z
    .looseObject({
      stronger: z.array(z.string()).optional(),
      confidenceBelow: leaf,
      whenConfidenceMissing: leaf,
      onInvalidAnswer: leaf,
      onFailure: leaf,
      difficulty: z
        .looseObject({
          path: leaf,
          hard: z.union([z.array(z.unknown()), z.string()]).optional(),
          model: leaf,
        })
        .optional(),
    })
    .optional(),
  tools: z
    .array(z.looseObject({ name: leaf, constraints: z.record(z.string(), z.looseObject({})).optional() }))
    .optional(),
  limits: z.record(z.string(), leaf).optional(),
  concurrency: leaf,
  shedAfterMs: leaf,
  maxCostPerMinuteMicroUsd: leaf,
  failAtBoundAfterMs: leaf,
  summaryReserveMicroUsd: leaf,
  approvalWaits: leaf,
  onFailure: leaf,
  escalation: z
    .looseObject({
      confidenceBelow: leaf,
      whenConfidenceMissing: leaf,
      amountAbove: leaf,
      sampleRate: leaf,
      windows: z.array(z.looseObject({})).optional(),
      alwaysAsk: z.array(z.string()).optional(),
      role: leaf,
      quorum: leaf,
      selfApproval: leaf,
      expiresMs: leaf,
      onExpiry: leaf,
      escalateTo: z.array(z.looseObject({ people: z.array(z.string()).optional() })).optional(),
      vetoMs: leaf,
    })
    .optional(),
});

/** Why no form can show this value, at its place; undefined: a form can. */
export function formObstacle(value: JsonValue): string | undefined {
  const [first] = problemsOf(formShape, value);
  return first === undefined ? undefined : `${first.path === '' ? 'The whole' : first.path} ${first.message}`;
}
