// People whom a chain names: each must be able to decide at their level, or the level would pass unused.
import 'server-only';
import type { AgentDefinition } from '../../domain/agent';
import type { Problem } from '../../domain/errors';
import { findUserByEmail } from '../../store/read/read-people';
import type { App } from '../app';

/** With the place of each in the definition. */
export async function chainProblems(
  { db }: Pick<App, 'db'>,
  { escalation }: Pick<AgentDefinition, 'escalation'>,
): Promise<Problem[]> {
  const named = (escalation.escalateTo ?? []).flatMap(({ role, people = [] }, level) =>
    people.map((email, i) => ({ path: `/escalation/escalateTo/${level}/people/${i}`, email, role })),
  );
  const found = await Promise.all(named.map(({ email }) => findUserByEmail(db, email)));
  return named.flatMap(({ path, email, role }, i) => {
    const user = found[i] ?? null;
    if (user === null) return [{ path, message: `names ${email}, and there is nobody with this address` }];
    if (user.disabled) return [{ path, message: `names ${email}, who may not sign in` }];
    if (user.role === role || user.role === 'admin') return [];
    return [
      { path, message: `names ${email}, who has the role ${user.role} and may not decide at this level` },
    ];
  });
}
