// What a field says of itself before anything is wrong: its description and its bounds. And instants as inputs write them.
import { plural } from '@/lib/format/count';
import type { SchemaField } from './schema-fields';

function bounds(field: SchemaField): string[] {
  if (field.kind === 'number') {
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = field;
    return [
      field.integer ? 'whole number' : '',
      minimum !== undefined && maximum !== undefined
        ? `${minimum} to ${maximum}`
        : minimum !== undefined
          ? `at least ${minimum}`
          : maximum !== undefined
            ? `at most ${maximum}`
            : '',
      exclusiveMinimum === undefined ? '' : `more than ${exclusiveMinimum}`,
      exclusiveMaximum === undefined ? '' : `less than ${exclusiveMaximum}`,
    ];
  }
  if (field.kind === 'string') {
    return [
      field.format === 'date-time' ? 'UTC' : '',
      field.maxLength === undefined ? '' : `at most ${plural(field.maxLength, 'character')}`,
    ];
  }
  if (field.kind === 'list' && field.maxItems !== undefined) {
    return [`at most ${plural(field.maxItems, 'entry', 'entries')}`];
  }
  return field.kind === 'json' ? ['JSON'] : [];
}

/** "As on the invoice, 1 to 500"; undefined where there is nothing to say. */
export function fieldHint(field: SchemaField): string | undefined {
  const said = bounds(field).filter((part) => part !== '');
  if (field.description !== undefined) {
    return said.length === 0
      ? field.description
      : `${field.description.replace(/\.$/, '')}, ${said.join(', ')}`;
  }
  if (said.length === 0) return undefined;
  const joined = said.join(', ');
  return joined.charAt(0).toUpperCase() + joined.slice(1);
}

/** An RFC 3339 instant as the browser's date-time input holds it, in UTC and without zone. */
export function dateTimeInput(text: string): string {
  const ms = Date.parse(text);
  return Number.isFinite(ms) ? new Date(ms).toISOString().slice(0, 19) : '';
}

/** And back: what the input holds is UTC. */
export function dateTimeText(input: string): string {
  if (input === '') return '';
  return `${input.length === 16 ? `${input}:00` : input}Z`;
}
