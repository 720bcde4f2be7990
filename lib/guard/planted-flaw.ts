// Makes a call wrong in one argument, so that whoever reads the card against the run's story sees it. Pure; chance comes in as a number.
import { valueAtPath } from '@/lib/domain/dotted-path';
import type { JsonObject } from '@/lib/domain/json';

export type Flaw = {
  readonly arguments: JsonObject;
  /** Dotted: the argument that is wrong. */
  readonly path: string;
  /** One sentence, told once it is decided. */
  readonly words: string;
};

/** No digit more than people miss, and none less than matters. */
const FACTORS = [3, 7, 10, 12] as const;

export type FlawSource = {
  readonly arguments: JsonObject;
  /** Where the tool has its amount; undefined where it declares none. */
  readonly amountPath: string | undefined;
  /** Arguments of another call of this tool, for a text that belongs to somebody else. */
  readonly others: readonly JsonObject[];
};

/** `chance`: 0 ≤ n < 1. @returns null where nothing in it can be made wrong so that one would see it. */
export function plantedFlaw(
  { arguments: args, amountPath, others }: FlawSource,
  chance: number,
): Flaw | null {
  const amount = amountPath === undefined ? undefined : valueAtPath(args, amountPath);
  if (amountPath !== undefined && typeof amount === 'number' && Number.isFinite(amount) && amount > 0) {
    const factor = FACTORS[Math.floor(chance * FACTORS.length)] ?? FACTORS[0];
    const wrong = Math.round(amount * factor * 100) / 100;
    const replaced = replacedAt(args, amountPath.split('.'), wrong);
    const words = `${amountPath} is ${wrong}, where the run asked for ${amount}.`;
    return replaced === null ? null : { arguments: replaced, path: amountPath, words };
  }
  return foreignText(args, others, chance);
}

/** A short text that other calls of the tool have otherwise: an account, an address, an order. */
function foreignText(args: JsonObject, others: readonly JsonObject[], chance: number): Flaw | null {
  const choices = Object.entries(args).flatMap(([name, value]) => {
    if (typeof value !== 'string' || value.length === 0 || value.length > 80) return [];
    const foreign = others
      .map((other) => other[name])
      .filter((text) => typeof text === 'string' && text !== value && text.length > 0 && text.length <= 80);
    return foreign.map((text) => ({ name, value, text }));
  });
  const choice = choices[Math.floor(chance * choices.length)];
  if (choice === undefined) return null;
  const { name, value, text } = choice;
  const words = `${name} is “${text}”, which belongs to another run; this one asked for “${value}”.`;
  return { arguments: { ...args, [name]: text ?? null }, path: name, words };
}

function replacedAt(
  object: JsonObject,
  [head, ...rest]: readonly string[],
  value: number,
): JsonObject | null {
  if (head === undefined) return null;
  if (rest.length === 0) return { ...object, [head]: value };
  const inner = object[head];
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return null;
  const replaced = replacedAt(inner as JsonObject, rest, value); // safe because arrays and null are told apart above
  return replaced === null ? null : { ...object, [head]: replaced };
}
