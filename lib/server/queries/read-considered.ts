// How considered the approvals of each reviewer are; of others only an administrator is told.
import 'server-only';
import type { ConsideredShape } from '../../contract/considered';
import { CONSIDERED_DAYS, isBelow } from '../../domain/considered';
import type { Principal } from '../../domain/principal';
import { FEWEST_CASES } from '../../domain/statistics';
import { readConsidered as read } from '../../store/planted/considered-scores';
import { readSettings } from '../../store/read/read-installation';
import type { App } from '../app';
import { holds, personOf, requireScope } from '../authorize';

type Asker = { readonly app: Pick<App, 'db'>; readonly principal: Principal };

export async function readConsidered({ app, principal }: Asker): Promise<ConsideredShape> {
  requireScope(principal, 'approvals:read');
  const everybody = holds(principal, 'admin');
  const personId = personOf(principal);
  const { plantedShare, consideredLeast: least } = await readSettings(app.db);
  const found = everybody || personId !== null ? await read(app.db.pool, everybody ? null : personId) : [];
  const reviewers = found.map(({ by, score }) => ({ by, ...score, below: isBelow(score, least) }));
  return { days: CONSIDERED_DAYS, fewestCases: FEWEST_CASES, least, plantedShare, reviewers };
}

/** Whether this person's score is below the bound: they decide one by one, and an approval of theirs needs a second person. */
export async function isBelowConsidered(app: Pick<App, 'db'>, personId: string): Promise<boolean> {
  const [own] = await read(app.db.pool, personId);
  if (own === undefined) return false;
  return isBelow(own.score, (await readSettings(app.db)).consideredLeast);
}
