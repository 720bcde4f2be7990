// State machines as data: which status may follow which; refuses any other change.

export type Machine<S extends string> = { readonly [From in S]: readonly S[] };

export class IllegalTransitionError extends Error {
  override readonly name = 'IllegalTransitionError';
}

/** Statuses that are never left, derived from the table so that the two can't disagree. */
export function terminalsOf<S extends string>(machine: Machine<S>): ReadonlySet<S> {
  const all = Object.keys(machine) as S[]; // safe because a Machine's keys are exactly S
  return new Set(all.filter((status) => machine[status].length === 0));
}

/** @throws IllegalTransitionError when the table does not hold the change; staying where one is counts as a change. */
export function transition<S extends string>(machine: Machine<S>, from: S, to: S): S {
  if (!machine[from].includes(to)) throw new IllegalTransitionError(`${from} → ${to} is not in the machine`);
  return to;
}
