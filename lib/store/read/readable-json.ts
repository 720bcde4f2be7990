// Knows how SQL looks into kept JSON: json and jsonb refuse to read any part of a document that holds an escaped NUL anywhere.

/** The text expression as jsonb, NULs as U+FFFD: for figures and names in it, never for giving the document back. */
export function readableJson(text: string): string {
  return String.raw`replace(${text}, '\u0000', '\ufffd')::jsonb`;
}

/** The payload of a checkpoint. */
export const payloadJson = (column = 'payload') => readableJson(`convert_from(${column}, 'UTF8')`);
