// Whether everything is halted or an agent paused, whether the workers obey, and what is still under way.
import 'server-only';
import type { AgentPause, AgentPauseShape, HaltShape } from '../../contract/halt';
import { RequestError } from '../../domain/errors';
import { agentScope, GLOBAL_SCOPE } from '../../domain/stop';
import type { Transaction } from '../../store/prisma';
import {
  listInFlight,
  readAgentPauses,
  readObedience,
  readStandingStop,
  readStandingStopIn,
  type StandingStop,
} from '../../store/read/read-halt';
import type { App } from '../app';

const MOST_IN_FLIGHT = 100;

export async function readHalt({ db }: Pick<App, 'db'>): Promise<HaltShape> {
  const stop = await readStandingStop(db, GLOBAL_SCOPE);
  // What is under way is read last: a worker that obeys by then has begun nothing since.
  const workers = await readObedience(db, stop?.epoch ?? 0);
  const { calls, count } = await listInFlight(db, MOST_IN_FLIGHT);
  return {
    halted: stop !== null,
    effective: stop !== null && workers.pending === 0,
    by: stop?.by ?? null,
    reason: stop?.reason ?? null,
    since: stop?.at ?? null,
    workers,
    inFlight: [...calls],
    inFlightCount: count,
  };
}

/** @throws RequestError `halted` with who, since when and why; `what` is what has to wait for the lift. */
export async function refuseWhileHalted({ db }: Pick<App, 'db'>, what = 'No run is started'): Promise<void> {
  refuseStopped(await readStandingStop(db, GLOBAL_SCOPE), what);
}

/**
 * After the audit in the same transaction: whoever sets a halt audits it too, so that of the two the second sees the first.
 * @throws RequestError `halted`, which undoes the transaction and its audit.
 */
export async function refuseHaltedSince(tx: Transaction, what: string): Promise<void> {
  refuseStopped(await readStandingStopIn(tx, GLOBAL_SCOPE), what);
}

function refuseStopped(stop: StandingStop | null, what: string): void {
  if (stop === null) return;
  const { by, at, reason } = stop;
  throw new RequestError(
    'halted',
    `Everything is halted by ${by.label} since ${at}: “${reason}” ${what} until the halt is lifted.`,
    [],
    { by, since: at, reason },
  );
}

export async function readAgentPause({ db }: Pick<App, 'db'>, name: string): Promise<AgentPauseShape> {
  const stop = await readStandingStop(db, agentScope(name));
  const workers = await readObedience(db, stop?.epoch ?? 0);
  return { name, paused: pauseOf(stop), effective: stop !== null && workers.pending === 0 };
}

/** The same agents, each with its pause. */
export async function withPauses<A extends { readonly name: string }>(
  { db }: Pick<App, 'db'>,
  agents: readonly A[],
): Promise<(A & { paused: AgentPause })[]> {
  const pauses = await readAgentPauses(
    db,
    agents.map(({ name }) => name),
  );
  return agents.map((agent) => ({ ...agent, paused: pauseOf(pauses.get(agent.name) ?? null) }));
}

function pauseOf(stop: StandingStop | null): AgentPause {
  return stop === null ? null : { by: stop.by, at: stop.at, reason: stop.reason };
}
