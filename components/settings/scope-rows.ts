// The scopes as they are chosen: a row for each thing, with what may be done with it. Pure.
import { SCOPES, type Scope } from '@/lib/domain/principal';

export type ScopeRow = { readonly thing: string; readonly deeds: readonly { scope: Scope; verb: string }[] };

/** `admin` stands apart: it holds all the others. */
export const SCOPE_ROWS: readonly ScopeRow[] = rowsOf(SCOPES.filter((scope) => scope !== 'admin'));

function rowsOf(scopes: readonly Scope[]): ScopeRow[] {
  const rows = new Map<string, { scope: Scope; verb: string }[]>();
  for (const scope of scopes) {
    const [thing = scope, verb = ''] = scope.split(':');
    rows.set(thing, [...(rows.get(thing) ?? []), { scope, verb }]);
  }
  return [...rows].map(([thing, deeds]) => ({ thing, deeds }));
}

/** The choice after one box was ticked or cleared; `admin` alone where it is in. In the order of the list, so that a choice reads one way. */
export function toggled(chosen: readonly Scope[], scope: Scope, on: boolean): Scope[] {
  if (scope === 'admin') return on ? ['admin'] : [];
  return SCOPES.filter((one) => one !== 'admin' && (one === scope ? on : chosen.includes(one)));
}
