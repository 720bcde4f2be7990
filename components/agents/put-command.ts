// A definition as the request that would make it, for a terminal. Pure.
import type { AgentDefinition } from '@/lib/domain/agent';
import { jsonText } from '../ui/json-text';

type Named = { readonly name: string; readonly definition: AgentDefinition };

/** The definition stands in a here-document, so that no quote in a prompt can end it. */
export function putCommand({ name, definition }: Named): string {
  const body = jsonText(definition);
  return [
    `curl -X PUT "$BULKHEAD_URL/api/v1/agents/${name}" \\`,
    '  -H "Authorization: Bearer $BULKHEAD_API_KEY" \\',
    '  -H "Content-Type: application/json" \\',
    "  --data-binary @- <<'JSON'",
    body,
    'JSON',
  ].join('\n');
}
