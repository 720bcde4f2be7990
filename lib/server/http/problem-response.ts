// Every error as RFC 9457 problem details; what is not ours to say is logged under the request's id and not shown.
import 'server-only';
import { PROBLEM_MEDIA_TYPE, type ProblemDetails } from '../../contract/problem';
import { CodedError, REQUEST_ERROR_STATUS, RequestError, StoreUnavailableError } from '../../domain/errors';
import type { Logger } from '../../ports/logger';

/** Seconds a client should wait when the database is away or a change collided. */
const RETRY_UNAVAILABLE_S = 2;

export type Refused = {
  readonly problem: ProblemDetails;
  readonly headers: Readonly<Record<string, string>>;
};

/** What an error says to the client who caused or met it. Only RequestError's words are shown; the rest is named by class. */
export function refusalOf(error: unknown, requestId: string, logger: Logger): Refused {
  if (error instanceof RequestError) return ofRequestError(error, requestId);
  if (error instanceof StoreUnavailableError) {
    logger.warn('request refused: the database is away', { requestId, error });
    return ofRequestError(
      new RequestError('unavailable', 'The database can’t be reached right now. Try again shortly.', [], {
        retryAfterMs: RETRY_UNAVAILABLE_S * 1_000,
      }),
      requestId,
    );
  }
  if (error instanceof CodedError && error.class === 'retryable') {
    logger.warn('request refused: another change came first', { requestId, error });
    return ofRequestError(
      new RequestError('unavailable', 'Another change came first. Try again.', [], { retryAfterMs: 1_000 }),
      requestId,
    );
  }
  logger.error('request failed', { requestId, error });
  return {
    problem: {
      type: 'about:blank',
      title: 'Internal error',
      status: 500,
      code: 'internal',
      detail: `Something went wrong on our side. The log has it under request ${requestId}.`,
      errors: [],
      requestId,
    },
    headers: {},
  };
}

function ofRequestError(error: RequestError, requestId: string): Refused {
  const { retryAfterMs, ...data } = error.data;
  const headers: Record<string, string> = {};
  if (typeof retryAfterMs === 'number')
    headers['retry-after'] = String(Math.max(1, Math.ceil(retryAfterMs / 1_000)));
  if (error.code === 'unauthenticated') headers['www-authenticate'] = 'Bearer';
  const problem: ProblemDetails = {
    type: 'about:blank',
    title: TITLES[error.code],
    status: REQUEST_ERROR_STATUS[error.code],
    code: error.code,
    detail: error.detail,
    errors: error.problems.map(({ path, message }) => ({ path, message })),
    requestId,
    ...(Object.keys(data).length === 0 ? {} : { data }),
  };
  return { problem, headers };
}

export function problemResponse({ problem, headers }: Refused): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: {
      ...headers,
      'content-type': PROBLEM_MEDIA_TYPE,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': problem.requestId,
    },
  });
}

const TITLES: { readonly [Code in keyof typeof REQUEST_ERROR_STATUS]: string } = {
  invalid_request: 'Invalid request',
  unauthenticated: 'Not signed in',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  method_not_allowed: 'Method not allowed',
  conflict: 'Conflict',
  approval_stale: 'The approval has changed',
  already_decided: 'Already decided',
  in_flight: 'Still in flight',
  version_mismatch: 'Another version is current',
  too_large: 'Too large',
  unsupported_media_type: 'Unsupported media type',
  idempotency_mismatch: 'The key was used for another request',
  rate_limited: 'Too many requests',
  unavailable: 'Unavailable',
  shedding: 'Overloaded',
  halted: 'Halted',
};
