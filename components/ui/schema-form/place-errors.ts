// Puts errors that came from the server at the fields they are about; what fits no field is said above the form.
import type { Problem } from './field-problem';
import { pointerOf, type Token, tokensOf } from './pointer';
import type { SchemaField } from './schema-fields';

export type PlacedErrors = { atField: ReadonlyMap<string, string>; elsewhere: string[] };

/** The deepest field on the way of the tokens, as its address. */
function deepest(field: SchemaField, tokens: readonly string[], at: readonly Token[]): readonly Token[] {
  const [head, ...rest] = tokens;
  if (head === undefined) return at;
  if (field.kind === 'object') {
    const member = field.fields.find((one) => one.name === head);
    return member === undefined ? at : deepest(member, rest, [...at, head]);
  }
  if (field.kind === 'list' && /^\d+$/.test(head)) return deepest(field.item, rest, [...at, Number(head)]);
  return at;
}

/** `prefix` is where the value stands in the request: errors of "/input/amount" belong to "/amount". */
export function placeErrors(root: SchemaField, errors: readonly Problem[], prefix = ''): PlacedErrors {
  const atField = new Map<string, string>();
  const elsewhere: string[] = [];
  const lead = tokensOf(prefix);
  for (const error of errors) {
    const tokens = tokensOf(error.path);
    const own = lead.every((token, index) => tokens[index] === token) ? tokens.slice(lead.length) : tokens;
    const pointer = pointerOf(deepest(root, own, []));
    if (pointer === '' && root.kind === 'object') {
      const name = own.join('.');
      elsewhere.push(name === '' ? error.message : `${name}: ${error.message}`);
    } else if (!atField.has(pointer)) atField.set(pointer, error.message);
  }
  return { atField, elsewhere };
}
