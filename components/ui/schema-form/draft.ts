// What stands in the form while it is written: text stays text until it is read. Reads a draft back into a value,
// and says for each field why it can't.
import { isJsonObject, jsonText } from '../json-text';
import { choiceProblem, listProblem, numberProblem, type Problem, stringProblem } from './field-problem';
import { pointerOf, type Token } from './pointer';
import type { SchemaField } from './schema-fields';

/** Text for strings, numbers, choices (an option's key) and JSON; a box; members; entries. */
export type Draft = string | boolean | undefined | readonly Draft[] | { readonly [name: string]: Draft };
/** Said of an empty field that can't be empty. */
export const REQUIRED = 'Required';

export type DraftMembers = { readonly [name: string]: Draft };

export function isMembers(draft: Draft): draft is DraftMembers {
  return typeof draft === 'object' && !Array.isArray(draft);
}
export function entriesOf(draft: Draft): readonly Draft[] {
  return Array.isArray(draft) ? draft : [];
}
export function memberOf(draft: Draft, name: string): Draft {
  return isMembers(draft) ? draft[name] : undefined;
}
export function textOf(draft: Draft): string {
  return typeof draft === 'string' ? draft : '';
}

/** The draft that shows a value; the schema's default where there is none. */
export function draftOf(field: SchemaField, given?: unknown): Draft {
  const value = given === undefined ? field.default : given;
  switch (field.kind) {
    case 'string':
      return typeof value === 'string' ? value : '';
    case 'number':
      return typeof value === 'number' ? String(value) : '';
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'choice':
      return field.options.find((option) => option.value === value)?.key ?? onlyChoice(field);
    case 'json':
      return value === undefined ? '' : jsonText(value);
    case 'list': {
      const entries = Array.isArray(value) ? value.map((entry) => draftOf(field.item, entry)) : [];
      const missing = field.required ? Math.max(0, field.minItems - entries.length) : 0;
      return [...entries, ...Array.from({ length: missing }, () => draftOf(field.item))];
    }
    case 'object':
      return Object.fromEntries(
        field.fields.map((member) => [
          member.name,
          draftOf(member, isJsonObject(value) ? value[member.name] : undefined),
        ]),
      );
  }
}

/** A required field with one possible value has it. */
function onlyChoice(field: Extract<SchemaField, { kind: 'choice' }>): string {
  return field.required && field.options.length === 1 ? (field.options[0]?.key ?? '') : '';
}

/** Nothing was entered: an optional field like this is left out of the value. */
export function isBlank(draft: Draft): boolean {
  if (draft === undefined || draft === '') return true;
  if (Array.isArray(draft)) return draft.length === 0;
  return isMembers(draft) && Object.values(draft).every(isBlank);
}

export type ReadDraft = { value: unknown; problems: Problem[] };

/** The value of a draft and what is wrong with it; undefined where an optional field was left empty. */
export function readDraft(field: SchemaField, draft: Draft, at: readonly Token[] = []): ReadDraft {
  const fail = (message: string): ReadDraft => ({
    value: undefined,
    problems: [{ path: pointerOf(at), message }],
  });
  const done = (value: unknown, message?: string): ReadDraft =>
    message === undefined ? { value, problems: [] } : { value, problems: [{ path: pointerOf(at), message }] };
  if (field.kind === 'boolean') {
    if (typeof draft === 'boolean') return done(draft);
    if (!field.required) return done(undefined);
    return done(field.nullable ? null : false);
  }
  const emptyIsValue = field.kind === 'object' || field.kind === 'list';
  if (isBlank(draft) && !(field.required && emptyIsValue)) {
    if (!field.required) return done(undefined);
    if (field.nullable) return done(null);
    if (field.kind === 'string' && field.minLength === 0) return done('');
    return fail(REQUIRED);
  }
  switch (field.kind) {
    case 'string': {
      const text = textOf(draft);
      return done(text, stringProblem(field, text));
    }
    case 'number': {
      const value = Number(textOf(draft).trim());
      return done(value, numberProblem(field, textOf(draft)));
    }
    case 'choice': {
      const chosen = field.options.find((option) => option.key === draft);
      return done(chosen?.value, choiceProblem(chosen !== undefined));
    }
    case 'json':
      try {
        return done(JSON.parse(textOf(draft)));
      } catch (error) {
        return fail(`Not valid JSON: ${error instanceof Error ? error.message : 'unreadable'}`);
      }
    case 'list': {
      const read = entriesOf(draft).map((entry, index) => readDraft(field.item, entry, [...at, index]));
      const value = read.map((entry) => entry.value);
      const own = done(value, listProblem(field, value));
      return { value, problems: [...own.problems, ...read.flatMap((entry) => entry.problems)] };
    }
    case 'object': {
      const read = field.fields.map((member) => ({
        name: member.name,
        ...readDraft(member, memberOf(draft, member.name), [...at, member.name]),
      }));
      const kept = read.filter((member) => member.value !== undefined);
      return {
        value: Object.fromEntries(kept.map((member) => [member.name, member.value])),
        problems: read.flatMap((member) => member.problems),
      };
    }
  }
}

/** The draft with one place changed; everything else stays the same object. */
export function withDraft(draft: Draft, at: readonly Token[], next: Draft): Draft {
  const [head, ...rest] = at;
  if (head === undefined) return next;
  if (typeof head === 'number') {
    return entriesOf(draft).map((entry, index) => (index === head ? withDraft(entry, rest, next) : entry));
  }
  return { ...(isMembers(draft) ? draft : {}), [head]: withDraft(memberOf(draft, head), rest, next) };
}

/** The draft at a place; undefined where there is none. */
export function draftAt(draft: Draft, at: readonly Token[]): Draft {
  const [head, ...rest] = at;
  if (head === undefined) return draft;
  return draftAt(typeof head === 'number' ? entriesOf(draft)[head] : memberOf(draft, head), rest);
}
