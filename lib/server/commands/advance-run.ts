// Advances a run on behalf of a dispatcher outside; correctness rests on lease, fence and journal, never on who calls or how often.
import 'server-only';
import { z } from 'zod';
import { RequestError } from '../../domain/errors';
import type { App } from '../app';
import { bearerOf, isSameSecret } from '../auth/api-key';
import { readJsonBody } from '../http/json-body';
import { parseInput } from '../http/parse-input';
import { requireAnonymousRate } from '../http/rate-limit';

const advanceBody = z.strictObject({ runId: z.uuid() });

export type AdvanceAnswer = { readonly outcome: string };

/**
 * `not_due`: nothing to do here, or another worker does it. Calling again is harmless.
 * @throws RequestError unauthenticated, rate_limited (wrong tokens, by address), unavailable (no worker in this process, or it is going down).
 */
export async function advanceRun(app: App, request: Request): Promise<AdvanceAnswer> {
  const token = bearerOf(request.headers) ?? '';
  if (!isSameSecret(token, app.hash(app.internalToken), app.hash)) {
    requireAnonymousRate(app, request);
    throw new RequestError('unauthenticated', 'This address is for the installation’s own dispatcher.');
  }
  const { runId } = parseInput(advanceBody, await readJsonBody(request));
  if (app.worker === null || app.lifecycle.phase !== 'serving')
    throw new RequestError('unavailable', 'This process advances no runs at present.', [], {
      retryAfterMs: 2_000,
    });
  return { outcome: await app.worker.advanceRunById(runId) };
}
