// Master keys in variables: 32 bytes each, as text.
import { z } from 'zod';
import { listOf } from './list-of';

const MASTER_KEY_BYTES = 32;
const MESSAGE = 'must be 32 bytes as base64 or as 64 hex digits';

/** Accepts 64 hex digits or base64 (either alphabet) of exactly 32 bytes. */
function decodeMasterKey(text: string): Uint8Array | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Uint8Array.from(Buffer.from(text, 'hex'));
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return undefined;
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
  return bytes.length === MASTER_KEY_BYTES ? bytes : undefined;
}

export const masterKey = z.string().transform((text, context) => {
  const bytes = decodeMasterKey(text);
  if (bytes) return bytes;
  context.addIssue({ code: 'custom', message: MESSAGE });
  return z.NEVER;
});

/** Several by comma; base64 has none. */
export const masterKeys = listOf(
  z.string().refine((text) => decodeMasterKey(text) !== undefined, { error: MESSAGE }),
).transform((texts) => texts.flatMap((text) => decodeMasterKey(text) ?? []));
