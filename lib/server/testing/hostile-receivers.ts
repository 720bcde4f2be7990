// A model, two tools and a callback's receiver that say every planted value in every form, wherever they may say anything.
import {
  type LoopbackServer,
  type SeenRequest,
  sendJson,
  startServer,
} from '../../adapters/testing/loopback-server';
import { completion, toolCall } from '../../adapters/testing/model-fixture';
import type { PlantedSecrets } from './planted-secrets';

/** POST /v1/chat/completions and /hook (500), GET /reads (200) and /refuses (422). */
export function startHostileReceivers(planted: PlantedSecrets): Promise<LoopbackServer> {
  const forms = planted.forms();
  const said = { forms, [forms[0] ?? '']: { nested: forms.join(' ') } };
  return startServer((request, response) => {
    if (request.url.includes('/chat/completions')) sendJson(response, 200, answerOf(request, forms));
    else sendJson(response, STATUS[request.url.split('?')[0] ?? ''] ?? 200, said);
  });
}

const STATUS: Readonly<Record<string, number>> = { '/hook': 500, '/refuses': 422 };

/** First calls that carry secrets and calls that do not, then a text full of them. */
function answerOf({ body }: SeenRequest, forms: readonly string[]): object {
  const asked = JSON.parse(body).messages as { role: string }[]; // safe because our own client wrote it
  const call = (id: string, name: string, args: object) => toolCall(id, name, JSON.stringify(args));
  const content = forms.join('\n');
  if (asked.some(({ role }) => role === 'assistant')) return completion({ content }, { model: forms[3] });
  const decision = { confidence: 0.9, reasoning: content.slice(0, 1_500) };
  return completion({
    content,
    tool_calls: [
      call('clean', 'hostile__read', { q: 'plain', _decision: decision }),
      call('refused', 'hostile__refuse', { q: 'plain' }),
      ...forms.slice(0, 3).map((q, i) => call(`leak-${i}`, 'hostile__read', { q })),
    ],
  });
}
