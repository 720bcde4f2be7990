// What a receiver says about a key: the record it found, or that there is none; refuses to take an empty list for a record.
import { isJsonObject, type JsonValue } from '../../domain/json';

/** Members that describe a list and not a thing. */
const PAGING =
  /^(next|prev(ious)?|cursor|next_?cursor|has_?more|total(_?count)?|count|page(_?size)?|limit|offset|object|links?|_links|meta)$/i;

/** The list itself, or the only list in an object that holds nothing else but paging (`{tickets: []}`, `{items: [], total: 0}`). */
function listIn(value: JsonValue): JsonValue[] | null {
  if (Array.isArray(value)) return value;
  if (!isJsonObject(value)) return null;
  const lists = Object.values(value).filter((member) => Array.isArray(member));
  const [list, ...others] = lists;
  if (list === undefined || others.length > 0) return null;
  const rest = Object.entries(value).filter(([, member]) => member !== list);
  return rest.every(([name]) => PAGING.test(name)) ? list : null;
}

/** @returns null where nothing was found: null, an empty list, an empty text. Of a list, its first. */
export function foundIn(value: JsonValue): JsonValue | null {
  const list = listIn(value);
  return list === null ? value : (list[0] ?? null);
}
