// How values are given to Cedar: exact or not at all. Refuses what it can't hold, since a rule must not judge another value than the one that is sent.
import type { JsonValue } from '../../domain/json';
import type { CedarType } from './cedar-types';

export type CedarValue = boolean | number | string | CedarValue[] | { [key: string]: CedarValue };

/** `message` names the place, and is read by people. */
export class UnrepresentableError extends Error {}

/** Keys by which Cedar's JSON marks entities and extension values: arguments that hold one could pass for what they are not. */
const MARKS = new Set(['__entity', '__extn', '__expr']);

/** Of what is null there is no attribute. @throws UnrepresentableError */
export function cedarValue(value: JsonValue, type: CedarType | null, at: string): CedarValue | undefined {
  if (value === null) return undefined;
  if (typeof value === 'number') return numberOf(value, type, at);
  if (typeof value === 'string') {
    if (type !== null && type.type !== 'String') throw misfit(at);
    return wellFormed(value, at);
  }
  if (typeof value === 'boolean') {
    if (type !== null && type.type !== 'Boolean') throw misfit(at);
    return value;
  }
  return Array.isArray(value) ? setOf(value, type, at) : recordOf(value, type, at);
}

function setOf(values: readonly JsonValue[], type: CedarType | null, at: string): CedarValue {
  if (type !== null && type.type !== 'Set') throw misfit(at);
  return values.map((one, index) => {
    const held = cedarValue(one, type?.element ?? null, `${at}[${index}]`);
    if (held === undefined)
      throw new UnrepresentableError(`${at}[${index}] is null, which no policy can hold`);
    return held;
  });
}

function recordOf(value: { [key: string]: JsonValue }, type: CedarType | null, at: string): CedarValue {
  if (type !== null && type.type !== 'Record') throw misfit(at);
  const record: { [key: string]: CedarValue } = Object.create(null);
  for (const [key, one] of Object.entries(value)) {
    if (MARKS.has(key)) throw new UnrepresentableError(`${at} has a key ${key}, which Cedar takes as a mark`);
    const declared = type !== null && Object.hasOwn(type.attributes, key) ? type.attributes[key] : null;
    const held = cedarValue(one, declared ?? null, `${at}.${key}`);
    if (held !== undefined) record[wellFormed(key, at)] = held;
  }
  return record;
}

/** What is declared as `number` is always a decimal, so that a rule about it never meets two types. */
function numberOf(value: number, type: CedarType | null, at: string): CedarValue {
  const asLong = type === null ? Number.isInteger(value) : type.type === 'Long';
  if (asLong) return safeInteger(value, at);
  if (type !== null && type.type !== 'Extension') throw misfit(at);
  return { __extn: { fn: 'decimal', arg: decimalText(value, at) } };
}

function decimalText(value: number, at: string): string {
  const [, whole, fraction] = /^(-?\d+)(?:\.(\d{1,4}))?$/.exec(String(value)) ?? [];
  // Beyond this the number that was sent may be another one than was written.
  if (whole === undefined || Math.abs(value) > LARGEST_DECIMAL)
    throw new UnrepresentableError(
      `${at} is ${value}; a policy holds numbers of up to four decimals, below ${LARGEST_DECIMAL}`,
    );
  return `${whole}.${fraction ?? '0'}`;
}

/** Cedar's decimals are 64-bit integers of ten-thousandths. */
const LARGEST_DECIMAL = 922_337_203_685_477;

function safeInteger(value: number, at: string): number {
  if (Number.isSafeInteger(value)) return value;
  throw new UnrepresentableError(`${at} is ${value}; a policy holds whole numbers up to 2^53 exactly`);
}

/** An amount as the hundredth part of its unit, cents of a euro. @throws UnrepresentableError for what is finer, or too much to be exact. */
export function hundredths(value: number, at: string): number {
  const [, sign, whole, fraction] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(String(value)) ?? [];
  if (whole === undefined)
    throw new UnrepresentableError(`${at} is ${value}; a policy judges amounts in whole hundredths`);
  return safeInteger(Number(`${sign}${whole}${(fraction ?? '').padEnd(2, '0')}`), `100 × ${at}`);
}

export function wellFormed(text: string, at: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new UnrepresentableError(`${at} holds half a character`);
  return text;
}

function misfit(at: string): UnrepresentableError {
  return new UnrepresentableError(`${at} is not what the tool’s input schema says`);
}
