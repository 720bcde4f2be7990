// What is wrong with one entered value, said in words that tell what to enter. Undefined: nothing is.
import { plural } from '@/lib/format/count';
import type { ListField, NumberSchemaField, StringField, StringFormat } from './schema-fields';

export type Problem = { path: string; message: string };

const SHAPES: Partial<Record<StringFormat, { test: (text: string) => boolean; message: string }>> = {
  date: {
    test: (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && isRealDate(text),
    message: 'A date as 2026-11-19',
  },
  'date-time': {
    test: (text) =>
      /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text) &&
      isRealDate(text.slice(0, 10)) &&
      Number.isFinite(Date.parse(text)),
    message: 'A time as 2026-11-19T14:32:00Z',
  },
  time: {
    test: (text) => /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?/.test(text),
    message: 'A time as 14:32',
  },
  email: { test: (text) => /^[^\s@]+@[^\s@]+$/.test(text), message: 'An e-mail address' },
  uri: { test: (text) => URL.canParse(text), message: 'An address with its scheme, as https://example.com' },
  uuid: {
    test: (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text),
    message: 'A UUID',
  },
};

function isRealDate(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return Number.isFinite(at.getTime()) && at.toISOString().startsWith(text);
}

/** Length counts characters as JSON Schema does: code points, not halves of a pair. */
export function stringProblem(field: StringField, text: string): string | undefined {
  const length = [...text].length;
  if (field.minLength !== undefined && length < field.minLength) {
    return `At least ${plural(field.minLength, 'character')}`;
  }
  if (field.maxLength !== undefined && length > field.maxLength) {
    return `At most ${plural(field.maxLength, 'character')}, this has ${length}`;
  }
  const shape = SHAPES[field.format];
  if (shape !== undefined && !shape.test(text)) return shape.message;
  if (field.pattern !== undefined && !fits(field.pattern, text)) return `Must match ${field.pattern}`;
  return undefined;
}

/** A pattern this browser can't read is left to the server, which checks everything again. */
function fits(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    return true;
  }
}

export function numberProblem(field: NumberSchemaField, text: string): string | undefined {
  const trimmed = text.trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed))
    return field.integer ? 'A whole number' : 'A number';
  const value = Number(trimmed);
  if (!Number.isFinite(value)) return 'A smaller number';
  if (field.integer && !Number.isInteger(value)) return 'A whole number';
  if (field.integer && !Number.isSafeInteger(value)) return 'A smaller number';
  if (field.minimum !== undefined && value < field.minimum) return `At least ${field.minimum}`;
  if (field.maximum !== undefined && value > field.maximum) return `At most ${field.maximum}`;
  if (field.exclusiveMinimum !== undefined && value <= field.exclusiveMinimum) {
    return `More than ${field.exclusiveMinimum}`;
  }
  if (field.exclusiveMaximum !== undefined && value >= field.exclusiveMaximum) {
    return `Less than ${field.exclusiveMaximum}`;
  }
  if (field.multipleOf !== undefined && !isMultiple(value, field.multipleOf)) {
    return `A multiple of ${field.multipleOf}`;
  }
  return undefined;
}

/** 0.3 is a multiple of 0.1, whatever binary fractions say. */
function isMultiple(value: number, of: number): boolean {
  if (of <= 0) return true;
  const times = value / of;
  return Math.abs(times - Math.round(times)) < 1e-9 * Math.max(1, Math.abs(times));
}

export function choiceProblem(known: boolean): string | undefined {
  return known ? undefined : 'One of the listed values';
}

export function listProblem(field: ListField, values: readonly unknown[]): string | undefined {
  if (values.length < field.minItems) return `At least ${plural(field.minItems, 'entry', 'entries')}`;
  if (field.maxItems !== undefined && values.length > field.maxItems) {
    return `At most ${plural(field.maxItems, 'entry', 'entries')}`;
  }
  if (field.unique && new Set(values.map((value) => JSON.stringify(value))).size < values.length) {
    return 'Entries must differ from each other';
  }
  return undefined;
}
