// Knows how figures are read off a journal row's canonical text without parsing it whole: keys are sorted and nothing is between them, so that
// what stands at either end is there and nowhere else. Refuses to look for anything behind text that others wrote.
import { payloadJson } from './readable-json';

/** The first and the last bytes of a payload as text. `escape` reads any bytes, also where a cut goes through a character. */
const headOf = (row: string) => `encode(substring(${row}.payload FROM 1 FOR 160), 'escape')`;
/** Of a model's intent: up to its name and version, however long they and the numbers before them are. */
const intentHeadOf = (row: string) => `encode(substring(${row}.payload FROM 1 FOR 400), 'escape')`;
const tailOf = (row: string) =>
  `encode(substring(${row}.payload FROM greatest(1, octet_length(${row}.payload) - 239)), 'escape')`;
const between = (text: string, open: string, close: string) =>
  `nullif(split_part(split_part(${text}, '${open}', 2), '${close}', 1), '')`;
/** As between, from the last `open` on; only where there is one. */
const lastBetween = (text: string, open: string, close: string) =>
  `split_part(split_part(${text}, '${open}', -1), '${close}', 1)`;

/** Every result but a tool's error begins with its attempt; what follows tells a model's from a tool's. */
const begins = (row: string, next: string) =>
  `(${headOf(row)} LIKE '{"attempt":%' AND split_part(${headOf(row)}, ',', 2) LIKE '${next}')`;
export const isModelResult = (row: string) => begins(row, '"c%');
/** A tool's result that is no error. */
const isToolAnswer = (row: string) => begins(row, '"latencyMs"%');

/** The usage that ends what a model's call was charged for, with one brace too many; it is at most 166 bytes long with its key. Only of a row that counts tokens: others may end with text of others. */
export const usageOf = (row: string) =>
  `CASE WHEN ${row}.tokens > 0 THEN split_part(${tailOf(row)}, ',"usage":', -1) END`;

/** A count of tokens inside what usageOf yields; 0 where the provider told none or the payload is erased. */
export const tokensIn = (usage: string, key: string) =>
  `CASE WHEN ${usage} LIKE '{"cache%' THEN ${between(usage, `"${key}":`, ',')}::bigint ELSE 0 END`;

/** The number of the attempt that a row with a cost closes. Only a tool's error is parsed: others' text may stand before it. */
export const attemptOf = (row: string) =>
  `CASE WHEN ${headOf(row)} LIKE '{"attempt":%' THEN ${between(headOf(row), '{"attempt":', ',')}::int
     ELSE (${payloadJson(`${row}.payload`)} ->> 'attempt')::int END`;

/** Whether the attempt brought no usable answer: it failed, its answer was no valid call, or it was lost with its worker. */
export const isUnanswered = (row: string) => {
  const third = `split_part(${headOf(row)}, ',', 3)`;
  return `CASE WHEN ${row}.kind = 'fact' THEN true
     WHEN ${headOf(row)} NOT LIKE '{"attempt":%' THEN ${payloadJson(`${row}.payload`)} ->> 'outcome' = 'error'
     WHEN split_part(${headOf(row)}, ',', 2) NOT LIKE '"costMicroUsd"%' OR ${third} LIKE '"decision"%' THEN false
     ELSE ${third} LIKE '"error"%' OR ${headOf(row)} LIKE '%"outcome":"invalid"%' END`;
};

/** Of a model's call under a route, as text[]: what it would have cost on the top rung, and whether it was set aside; null for any other row. No text of others ends so. */
export const topRungOf = (row: string) =>
  String.raw`CASE WHEN ${isModelResult(row)} THEN regexp_match(${tailOf(row)},
    ',"topRung":\{"costMicroUsd":([0-9]+),"setAside":(true|false)\},"type":"model","usage":(?:null|\{[^{}]*\})\}$') END`;

/** Of a model's intent: whether a stronger one was asked because a call had failed for good, or a breaker was open. */
export const isFallback = (row: string) =>
  `coalesce(${payloadJson(`${row}.payload`)} -> 'route' -> 'why' ->> 'reason' IN ('failure', 'breaker'), false)`;

/** The calls that a model asked for, as jsonb; null where it asked for none. */
export const callsOf = (row: string) =>
  `CASE WHEN ${begins(row, '"calls"%')} THEN ${payloadJson(`${row}.payload`)} -> 'calls' END`;

/**
 * What a result says of its attempt, as jsonb. Only errors are parsed: an answer may be large. What others wrote stands behind the latency, except
 * for the calls that a model asked for, which stand before it.
 */
export const saidBy = (row: string) => {
  const text = `convert_from(${row}.payload, 'UTF8')`;
  const latency = (digits: string) => `jsonb_build_object('latencyMs', ${digits}::int)`;
  return `CASE WHEN ${begins(row, '"calls"%')} THEN ${latency(lastBetween(text, '"latencyMs":', ','))}
     WHEN ${isToolAnswer(row)} THEN ${latency(between(headOf(row), '"latencyMs":', ','))}
       || jsonb_build_object('source', ${between(headOf(row), '"source":"', '"')})
     WHEN ${isModelResult(row)} AND split_part(${headOf(row)}, ',', 3) NOT LIKE '"error"%' THEN ${latency(between(text, '"latencyMs":', ','))}
     ELSE ${payloadJson(`${row}.payload`)} END`;
};

/**
 * The last row of the step before `row` that says what is called: a model's intent, or the intent of a tool's call that holds the call. An attempt
 * is journalled before it is made, so mostly one row earlier.
 */
export const namedBefore = (row: string) =>
  `SELECT ${modelOf('i')} AS model, CASE WHEN ${holdsCall('i')} THEN ${lastBetween(tailOf('i'), '"tool":"', '"')} END AS tool,
     CASE WHEN ${holdsCall('i')} THEN ${lastBetween(tailOf('i'), '"toolVersion":', '}')}::int
       ELSE ${between(intentHeadOf('i'), '"modelVersion":', ',')}::int END AS version,
     CASE WHEN ${holdsCall('i')} THEN ${lastBetween(tailOf('i'), '"timeoutMs":', ',')}::int END AS timeout_ms,
     CASE WHEN ${isModelIntent('i')} THEN ${isFallback('i')} END AS fallback
   FROM checkpoint i WHERE i.run_id = ${row}.run_id AND i.seq < ${row}.seq AND i.step = ${row}.step AND i.kind = 'intent'
     AND (${isModelIntent('i')} OR ${holdsCall('i')})
   ORDER BY i.seq DESC LIMIT 1`;

function isModelIntent(row: string): string {
  return `${tailOf(row)} LIKE '%,"type":"model"}'`;
}
/** Keys after the call are few and hold no text of others. */
function holdsCall(row: string): string {
  return `${tailOf(row)} LIKE '%"toolVersion":%,"type":"tool"}'`;
}
/** Nothing but numbers and the name of a tokenizer stands before it in a model's intent. */
function modelOf(row: string): string {
  return `CASE WHEN ${isModelIntent(row)} THEN ${between(intentHeadOf(row), '"model":"', '"')} END`;
}
