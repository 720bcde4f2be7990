// Sensitive arguments as rows of a form, and back. Pure; keeps an unfinished row apart from what the draft says.
import { ARGUMENT_ROLES, type ArgumentRole } from '@/lib/domain/taint';
import { isJsonObject } from '../ui/json-text';

export type SensitiveRow = {
  readonly id: number;
  readonly path: string;
  readonly role: ArgumentRole;
  /** One allowed value a line. */
  readonly allow: string;
};

type Said = { role: ArgumentRole; allow?: string[] };

const roleOf = (value: unknown): ArgumentRole | undefined => ARGUMENT_ROLES.find((one) => one === value);

/** undefined where it is something that rows can't say: it is for the JSON view then. */
export function sensitiveRows(value: unknown): SensitiveRow[] | undefined {
  if (value === undefined) return [];
  if (!isJsonObject(value)) return undefined;
  const rows: SensitiveRow[] = [];
  for (const [path, said] of Object.entries(value)) {
    if (!isJsonObject(said)) return undefined;
    const { role, allow = [], ...more } = said as Readonly<Record<string, unknown>>;
    const known = roleOf(role);
    if (known === undefined || Object.keys(more).length > 0) return undefined;
    if (!Array.isArray(allow) || !allow.every((one): one is string => typeof one === 'string'))
      return undefined;
    rows.push({ id: rows.length, path, role: known, allow: allow.join('\n') });
  }
  return rows;
}

/** What the draft says of them; rows without a path are left out, undefined for none. */
export function sensitiveRecord(rows: readonly SensitiveRow[]): { [path: string]: Said } | undefined {
  const named = rows.filter(({ path }) => path.trim() !== '');
  if (named.length === 0) return undefined;
  return Object.fromEntries(
    named.map(({ path, role, allow }): [string, Said] => {
      const values = allow
        .split('\n')
        .map((one) => one.trim())
        .filter((one) => one !== '');
      return [path.trim(), values.length === 0 ? { role } : { role, allow: values }];
    }),
  );
}

/** The path that two rows name: only one of them would be kept. */
export function doubledPath(rows: readonly SensitiveRow[]): string | undefined {
  const paths = rows.map(({ path }) => path.trim()).filter((path) => path !== '');
  return paths.find((path, at) => paths.indexOf(path) !== at);
}
