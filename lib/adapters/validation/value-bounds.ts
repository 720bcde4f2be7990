// Whether a value is plain JSON of a size that can be validated; refuses what is too large, too deep, no JSON or no Unicode.
import type { Problem } from '../../domain/errors';
import { MAX_JSON_DEPTH } from '../bounded-json';

export type Measured =
  | { readonly ok: true; readonly size: number }
  | { readonly ok: false; readonly problem: Problem };

/**
 * Walks without recursion and stops at the first bound. The size is close to the length of the JSON text: characters plus two for each
 * member.
 */
export function measure(value: unknown, maxSize: number): Measured {
  const refuse = (message: string): Measured => ({ ok: false, problem: { path: '', message } });
  let size = 0;
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value: current, depth } = next;
    size += typeof current === 'string' ? current.length + 2 : 2;
    if (typeof current === 'string' && !current.isWellFormed()) return refuse('is not valid Unicode');
    if (size > maxSize) return refuse(`is larger than ${maxSize} characters`);
    if (current === null || typeof current === 'string' || typeof current === 'boolean') continue;
    if (typeof current === 'number' && Number.isFinite(current)) continue;
    if (typeof current !== 'object') return refuse('is not JSON');
    if (depth >= MAX_JSON_DEPTH) return refuse(`is nested deeper than ${MAX_JSON_DEPTH} levels`);
    if (Array.isArray(current)) {
      if (current.length * 2 > maxSize) return refuse(`is larger than ${maxSize} characters`);
      for (const item of current) open.push({ value: item, depth: depth + 1 });
      continue;
    }
    for (const [key, member] of Object.entries(current)) {
      if (member === undefined) continue;
      size += key.length + 2;
      if (!key.isWellFormed()) return refuse('is not valid Unicode');
      open.push({ value: member, depth: depth + 1 });
    }
  }
  return { ok: true, size };
}
