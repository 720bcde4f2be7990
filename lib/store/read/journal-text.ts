// Knows how figures are read off a journal row's canonical text without parsing it whole: keys are sorted and nothing is between them, so that
// what stands at either end is there and nowhere else. Refuses to look for anything behind text that others wrote.

/** The first bytes of a payload as text. `escape` reads any bytes, also where a cut goes through a character. */
const headOf = (row: string) => `encode(substring(${row}.payload FROM 1 FOR 160), 'escape')`;

/** A model's result begins `{"attempt":1,"calls":` or `{"attempt":1,"costMicroUsd":`; a tool's goes on with another key, or begins with one. */
const begins = (row: string, next: string) =>
  `(${headOf(row)} LIKE '{"attempt":%' AND split_part(${headOf(row)}, ',', 2) LIKE '${next}')`;
export const isModelResult = (row: string) => begins(row, '"c%');

/** The usage that ends a model's result, with one brace too many; it is at most 136 bytes long with its key. */
export const usageOf = (row: string) =>
  `split_part(encode(substring(${row}.payload FROM greatest(1, octet_length(${row}.payload) - 159)), 'escape'), '"type":"model","usage":', -1)`;

/** A count of tokens inside what usageOf yields; 0 where the provider told none or the payload is erased. */
export const tokensIn = (usage: string, key: string) =>
  `CASE WHEN ${usage} LIKE '{"cachedInputTokens":%' THEN split_part(split_part(${usage}, '"${key}":', 2), ',', 1)::bigint ELSE 0 END`;

/** The calls that a model asked for, as jsonb; null where it asked for none. jsonb knows no NUL, which canonical JSON writes as an escape. */
export const callsOf = (row: string) =>
  `CASE WHEN ${begins(row, '"calls"%')} THEN replace(convert_from(${row}.payload, 'UTF8'), '\\u0000', '\\ufffd')::jsonb -> 'calls' END`;

/** The intent that a result followed: an attempt is journalled before it is made, so it is the last one of that step before the result. */
export const intentBefore = (row: string, columns: string) =>
  `SELECT ${columns} FROM checkpoint i WHERE i.run_id = ${row}.run_id AND i.seq < ${row}.seq AND i.step = ${row}.step AND i.kind = 'intent'
     ORDER BY i.seq DESC LIMIT 1`;

/** The model that an intent names; null where it is another one's. Nothing but numbers stands before it. */
export const modelOf = (intent: string) =>
  `nullif(split_part(split_part(${headOf(intent)}, '"model":"', 2), '"', 1), '')`;
