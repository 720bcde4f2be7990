// Knows how an answer's body is read; refuses more bytes than allowed, before and after decompression, and codings it doesn't know.
import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { EgressError, reasonOf } from './egress-error';

export const ACCEPTED_ENCODINGS = 'gzip, br';

/** One coding at most: several on top of each other only serve to blow up. */
function decoded(response: IncomingMessage, where: string): Readable {
  const coding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const ignoreError = () => {}; // the reader of the decoded stream gets it
  switch (coding) {
    case 'identity':
    case '':
      return response;
    case 'gzip':
    case 'x-gzip':
      return pipeline(response, createGunzip(), ignoreError);
    case 'br':
      return pipeline(response, createBrotliDecompress(), ignoreError);
    default:
      throw new EgressError('response_unreadable', `${where} answered in an unknown coding`, {
        sent: true,
        repeat: 'fatal',
        status: response.statusCode,
      });
  }
}

function tooLarge(where: string, limitBytes: number, status: number | undefined): EgressError {
  return new EgressError('response_too_large', `${where} answered with more than ${limitBytes} bytes`, {
    sent: true,
    repeat: 'fatal',
    status,
  });
}

/**
 * The decoded body. An answer of 400 and above is cut at the limit: its status says what matters.
 * @throws EgressError response_too_large, response_unreadable, connection_lost.
 */
export async function readBody(
  response: IncomingMessage,
  limitBytes: number,
  where: string,
): Promise<Uint8Array> {
  const status = response.statusCode;
  const cut = (status ?? 0) >= 400;
  if (!cut && Number(response.headers['content-length'] ?? 0) > limitBytes) {
    throw tooLarge(where, limitBytes, status);
  }
  let wireBytes = 0;
  const onWire = (chunk: Buffer) => {
    wireBytes += chunk.byteLength;
    // Compressed input that yields nothing has no other bound.
    if (wireBytes > limitBytes) response.destroy(tooLarge(where, limitBytes, status));
  };
  const stream = decoded(response, where);
  if (stream !== response) response.on('data', onWire);
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      const bytes: Buffer = chunk;
      if (length + bytes.byteLength > limitBytes) {
        if (!cut) throw tooLarge(where, limitBytes, status);
        chunks.push(bytes.subarray(0, limitBytes - length));
        break;
      }
      chunks.push(bytes);
      length += bytes.byteLength;
    }
  } catch (cause) {
    if (cause instanceof EgressError) throw cause;
    const lost = !response.complete;
    const message = lost
      ? `${where} broke off in the middle of its answer (${reasonOf(cause)})`
      : `${where} sent a body that can't be decoded (${reasonOf(cause)})`;
    throw new EgressError(lost ? 'connection_lost' : 'response_unreadable', message, {
      sent: true,
      repeat: lost ? 'retryable' : 'fatal',
      status,
      cause,
    });
  }
  return Buffer.concat(chunks);
}
