// Whether two calls are the same call: arguments and what of the tool's contract shapes the effect.
import { canonicalJson } from '@/lib/domain/canonical-json';
import type { HashText } from '@/lib/domain/journal-row';
import type { JsonObject } from '@/lib/domain/json';
import type { ToolVersion } from '@/lib/domain/tool';

/**
 * Over NFC-normalised canonical JSON, so that key order, Unicode form and 1 against 1.0 make no difference. Description, timeout,
 * retries and risk may change without making it another call; effect, request, look-up, key and input schema may not.
 * @throws NotCanonicalError for arguments that have no canonical form.
 */
export function argumentHash(args: JsonObject, tool: ToolVersion, hash: HashText): string {
  const { effect, http, event, lookup, keyTemplate, inputSchema } = tool.definition;
  const contract = {
    effect,
    http: http && { method: http.method, url: http.url, bodyTemplate: http.bodyTemplate },
    event,
    lookup,
    keyTemplate,
    inputSchema,
  };
  return hash(canonicalJson({ tool: tool.name, arguments: args, contract }, { normaliseUnicode: true }));
}
