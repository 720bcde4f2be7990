// The period that figures of reviews are asked for: refuses one that is upside down or too long to count at once.
import 'server-only';
import { RequestError } from '../../domain/errors';

const DAY_MS = 86_400_000;
const MOST_DAYS = 400;

/** @throws RequestError invalid_request */
export function reviewedPeriod(
  asked: { readonly since?: string | undefined; readonly until?: string | undefined },
  nowMs: number,
  days: number,
): { since: string; until: string } {
  const untilMs = asked.until === undefined ? nowMs : Date.parse(asked.until);
  const sinceMs = asked.since === undefined ? Math.max(0, untilMs - days * DAY_MS) : Date.parse(asked.since);
  if (sinceMs >= untilMs) throw refused('must be before until');
  if (untilMs - sinceMs > MOST_DAYS * DAY_MS) throw refused(`must be at most ${MOST_DAYS} days before until`);
  return { since: new Date(sinceMs).toISOString(), until: new Date(untilMs).toISOString() };
}

function refused(message: string): RequestError {
  const path = '/query/since';
  return new RequestError('invalid_request', `${path} ${message}.`, [{ path, message }]);
}
