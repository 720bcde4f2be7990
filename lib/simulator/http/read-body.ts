// Knows how a request body becomes a value; refuses what is too long, not JSON, or not of the schema.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { type Issue, Refusal } from './refusal';

export const MAX_BODY_BYTES = 1024 * 1024;

function tooLarge(request: IncomingMessage): Refusal {
  // The rest is read and thrown away: closing at once would reset the connection under the answer.
  request.resume();
  return new Refusal(413, 'body_too_large', `A body holds at most ${MAX_BODY_BYTES} bytes.`);
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? '0');
  if (announced > MAX_BODY_BYTES) throw tooLarge(request);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes: Buffer = chunk;
    length += bytes.byteLength;
    if (length > MAX_BODY_BYTES) throw tooLarge(request);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/**
 * The JSON value of a body, or undefined for an empty one. Only `application/json` is taken: a page in a
 * browser can't send that across origins without a preflight, which nothing here answers.
 */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const bytes = await readBytes(request);
  if (bytes.byteLength === 0) return undefined;
  const mediaType = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') {
    throw new Refusal(415, 'unsupported_media_type', 'The body must be application/json.');
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : 'unreadable';
    throw new Refusal(400, 'invalid_json', `The body is not valid JSON: ${detail}`);
  }
}

/** Validates a body or a query against its schema; throws 400 with every path that does not fit. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues: Issue[] = result.error.issues.map((issue) => ({
    path: z.core.toDotPath(issue.path),
    message: issue.message,
  }));
  const listed = issues.map((issue) => (issue.path ? `${issue.path}: ${issue.message}` : issue.message));
  throw new Refusal(400, 'invalid_request', `The request is not valid. ${listed.join('; ')}`, { issues });
}

/** The query as a plain object for `parseInput`; a name that is given twice is refused. */
export function queryObject(query: URLSearchParams): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of query) {
    if (Object.hasOwn(values, name)) {
      throw new Refusal(400, 'invalid_request', `The query parameter ${name} is given twice.`);
    }
    values[name] = value;
  }
  return values;
}
