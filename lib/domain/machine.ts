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

/** The ways out of a terminal status that one deliberate act has, beside the machine: for everybody else it stays terminal. */
export type Reopening<S extends string> = { readonly [From in S]?: readonly S[] };

/** @throws IllegalTransitionError when the table does not hold the change. */
export function reopen<S extends string>(reopening: Reopening<S>, from: S, to: S): S {
  if (reopening[from]?.includes(to) !== true)
    throw new IllegalTransitionError(`${from} → ${to} is not to be reopened`);
  return to;
}

/** @throws IllegalTransitionError when the table does not hold the change; staying where one is counts as a change. */
export function transition<S extends string>(machine: Machine<S>, from: S, to: S): S {
  if (!machine[from].includes(to)) throw new IllegalTransitionError(`${from} → ${to} is not in the machine`);
  return to;
}
