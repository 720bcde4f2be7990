// A request's body as JSON or as text: bounded, UTF-8, of the right media type; refuses JSON that PostgreSQL text or our hashes could not hold.
import 'server-only';
import { pointerPart } from '../../contract/schema-problems';
import { type Problem, RequestError } from '../../domain/errors';

export const MAX_BODY_BYTES = 1024 * 1024;
/** Deeper than any contract; keeps recursive readers of the value off the end of their stack. */
const MAX_DEPTH = 64;

/** The parsed body; undefined when there is none. @throws RequestError too_large, unsupported_media_type, invalid_request. */
export async function readJsonBody(request: Request): Promise<unknown> {
  const bytes = await readBoundedBody(request, MAX_BODY_BYTES);
  if (bytes.length === 0) return undefined;
  requireType(request.headers.get('content-type'), isJson, 'application/json');
  return parse(decodeUtf8(bytes));
}

/** A file as text, to its first mark; undefined when there is none. @throws RequestError as readJsonBody. */
export async function readTextBody(
  request: Request,
  { mediaType, mostBytes }: { readonly mediaType: string; readonly mostBytes: number },
): Promise<string | undefined> {
  const bytes = await readBoundedBody(request, mostBytes);
  if (bytes.length === 0) return undefined;
  requireType(request.headers.get('content-type'), (type) => type === mediaType, mediaType);
  return decodeUtf8(bytes, { ignoreBOM: true });
}

const isJson = (type: string) => /^application\/([\w.-]+\+)?json$/.test(type);

function requireType(header: string | null, isRight: (type: string) => boolean, named: string): void {
  const [type = '', ...parameters] = (header ?? '').toLowerCase().split(';');
  const charset = parameters.map((part) => part.trim()).find((part) => part.startsWith('charset='));
  const isUtf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset);
  if (isRight(type.trim()) && isUtf8) return;
  throw new RequestError('unsupported_media_type', `The body must be sent as ${named} in UTF-8.`);
}

/** What was announced as too large is not read at all, and what turns out to be is not read on. @throws RequestError too_large */
export async function readBoundedBody(request: Request, mostBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => new RequestError('too_large', `A body may have ${mostBytes} bytes at the most.`);
  const declaredBytes = Number(request.headers.get('content-length') ?? 0);
  if (declaredBytes > mostBytes) throw tooLarge();
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  // safe because a request's body is a stream of bytes, and Node's can be iterated
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > mostBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @param ignoreBOM keeps a byte order mark as what it is. */
export function decodeUtf8(bytes: Uint8Array, { ignoreBOM = false } = {}): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM }).decode(bytes);
  } catch {
    throw new RequestError('invalid_request', 'The body is not valid UTF-8.');
  }
}

function parse(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new RequestError('invalid_request', 'The body is not valid JSON.');
  }
  const problems = unstorable(value);
  if (problems.length > 0) throw new RequestError('invalid_request', 'The body can’t be used.', problems);
  return value;
}

/** Iterative, because the depth is what is being checked. */
function unstorable(root: unknown): Problem[] {
  const problems: Problem[] = [];
  const open: { value: unknown; path: string; depth: number }[] = [{ value: root, path: '', depth: 0 }];
  const checkText = (text: string, path: string) => {
    if (text.includes('\u0000')) problems.push({ path, message: 'must not hold the character NUL' });
    else if (!text.isWellFormed()) problems.push({ path, message: 'must be well-formed Unicode' });
  };
  for (let next = open.pop(); next !== undefined && problems.length < 50; next = open.pop()) {
    const { value, path, depth } = next;
    if (typeof value === 'string') checkText(value, path);
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= MAX_DEPTH) {
      problems.push({ path, message: `must not be nested more than ${MAX_DEPTH} levels deep` });
      continue;
    }
    for (const [key, member] of Object.entries(value)) {
      const memberPath = `${path}/${pointerPart(key)}`;
      checkText(key, memberPath);
      if (key === '__proto__') problems.push({ path: memberPath, message: 'is not a usable name' });
      open.push({ value: member, path: memberPath, depth: depth + 1 });
    }
  }
  return problems;
}
