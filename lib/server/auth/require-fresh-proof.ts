// Whether a person proved lately enough who they are, for an act that the settings name. Keys prove themselves with each request.
import 'server-only';
import { needsProof, type ProofAct, type SettingsShape } from '../../contract/installation';
import { RequestError } from '../../domain/errors';
import type { Principal } from '../../domain/principal';
import { readSettings } from '../../store/read/read-installation';
import { isProvenSince } from '../../store/read/read-people';
import type { App } from '../app';

type Asker = { readonly app: Pick<App, 'db'>; readonly principal: Principal };

/**
 * Call it after what the act needs otherwise, so that nobody is asked for nothing. `amount`: of a decision, in `unit`, the tool's own; one that is not
 * known counts as above any bound. Work that goes on without its session is not asked again.
 * @throws RequestError forbidden with `data.reauthenticate`, the act's name: after `POST /session/reauthenticate` the same request is let through
 */
export async function requireFreshProof(
  { app, principal }: Asker,
  act: ProofAct,
  { amount = null, unit = null }: { readonly amount?: number | null; readonly unit?: string | null } = {},
): Promise<void> {
  if (principal.kind !== 'user' || principal.sessionId === null) return;
  const settings = await readSettings(app.db);
  const { reauthenticateFor, reauthenticateMinutes } = settings;
  if (!needsProof(reauthenticateFor, act)) return;
  const above = boundOf(settings, unit);
  const isSmall = act === 'approvals.decide' && above !== null && amount !== null;
  if (isSmall && amount <= above) return;
  if (await isProvenSince(app.db, principal.sessionId, reauthenticateMinutes)) return;
  throw new RequestError(
    'forbidden',
    'Prove again who you are: POST /session/reauthenticate, then ask the same again.',
    [],
    { reauthenticate: act },
  );
}

function boundOf({ reauthenticateAbove, reauthenticateAboveUnit }: SettingsShape, unit: string | null) {
  if (unit === null || !Object.hasOwn(reauthenticateAboveUnit, unit)) return reauthenticateAbove;
  return reauthenticateAboveUnit[unit] ?? reauthenticateAbove;
}
