// What a new agent begins with, and which names it may have. Pure.
import { escalationRules } from '@/lib/domain/agent';
import { type JsonValue, jsonValue } from '@/lib/domain/json';
import { resourceName } from '@/lib/domain/names';
import { runLimits } from '@/lib/domain/run';

/** Every default is written out, so that whoever reads the JSON sees what holds. */
export const NEW_DEFINITION: JsonValue = jsonValue.parse({
  description: '',
  mode: 'agent',
  prompt: '',
  model: '',
  tools: [],
  inputSchema: { type: 'object', properties: {}, required: [], additionalProperties: false },
  limits: runLimits.parse({}),
  escalation: escalationRules.parse({}),
  labels: {},
});

/** What is wrong with the name; undefined: nothing. */
export function nameProblem(name: string, taken: readonly string[]): string | undefined {
  if (name === '') return 'Required.';
  if (!resourceName.safeParse(name).success)
    return 'Lower-case letters and digits, parted by single . _ or -, at most 80.';
  if (name === 'new') return 'This is the address of this form.';
  return taken.includes(name) ? `There is an agent called ${name}.` : undefined;
}
