// A request for next-auth, which reads bodies without a bound and fails at what it can't parse: bounded and looked at before it is handed on.
import 'server-only';
import { NextRequest } from 'next/server';
import { RequestError } from '../../domain/errors';
import { isJsonObject } from '../../domain/json';
import { decodeUtf8, readBoundedBody } from '../http/json-body';
import { ISSUER_PROVIDER_ID } from './issuer-provider';

/** An e-mail, a password, a token and an address fit many times. */
const MAX_AUTH_BODY_BYTES = 16 * 1024;

/** The same request with its body read. @throws RequestError too_large, unsupported_media_type, invalid_request. */
export async function boundedAuthRequest(request: Request): Promise<NextRequest> {
  const { method, headers } = request;
  const url = withoutParameters(request.url);
  if (isRead(method)) return new NextRequest(url, { method, headers });
  const bytes = await readBoundedBody(request, MAX_AUTH_BODY_BYTES);
  const type = (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (bytes.length > 0) requireReadable(decodeUtf8(bytes), type);
  return new NextRequest(url, { method, headers, body: bytes });
}

/** next-auth hands what stands in the address of a sign-in on to the issuer: only what asks for a fresh proof may. */
function withoutParameters(address: string): string {
  const url = new URL(address);
  if (!/\/signin\/[^/]+$/.test(url.pathname)) return address;
  for (const name of [...url.searchParams.keys()])
    if (name !== 'prompt' && name !== 'max_age') url.searchParams.delete(name);
  return url.href;
}

function requireReadable(text: string, type: string | undefined): void {
  if (type === 'application/x-www-form-urlencoded') return;
  if (type !== 'application/json')
    throw new RequestError('unsupported_media_type', 'The body must be a form or application/json.');
  if (!isJsonObject(parsed(text)))
    throw new RequestError('invalid_request', 'The body is not a JSON object.');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** next-auth fails where a callback is followed as a link, but for the issuer's, which is one. @throws RequestError method_not_allowed */
export function requireAuthMethod(
  method: string,
  [action, provider]: readonly string[],
  hasIssuer: boolean,
): void {
  if (hasIssuer && provider === ISSUER_PROVIDER_ID) return;
  if (isRead(method) && action === 'callback')
    throw new RequestError('method_not_allowed', 'Only POST can be asked here.');
}
