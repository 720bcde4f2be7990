// If-Match as versions read it; refuses a header that names no version.
import 'server-only';
import { RequestError } from '../../domain/errors';

/** The version in `"3"`, `any` for `*`, null without the header. @throws RequestError invalid_request */
export function readIfMatch(request: Request): number | 'any' | null {
  const header = request.headers.get('if-match')?.trim();
  if (header === undefined || header === '') return null;
  if (header === '*') return 'any';
  const version = /^"?(\d{1,9})"?$/.exec(header)?.[1];
  if (version === undefined)
    throw new RequestError('invalid_request', 'If-Match must be a version in quotes, e.g. "3", or *.');
  return Number(version);
}

/** @throws RequestError version_mismatch when `latest` (null: there is none) is not what the client had seen. */
export function requireVersion(ifMatch: number | 'any' | null, latest: number | null): void {
  if (ifMatch === null || (ifMatch === 'any' && latest !== null) || ifMatch === latest) return;
  throw new RequestError(
    'version_mismatch',
    latest === null
      ? 'There is no version yet.'
      : `Version ${latest} is the newest one. Read it, then change that.`,
    [],
    { latest },
  );
}
