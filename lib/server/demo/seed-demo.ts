// Puts the demo in place: people, secrets, models, tools, agents. Doing it again with the same simulator leaves no trace.
import 'server-only';
import { agentDefinition } from '../../domain/agent';
import { modelDefinition } from '../../domain/model';
import type { Principal } from '../../domain/principal';
import { toolDefinition } from '../../domain/tool';
import { readSealedSecret } from '../../store/read/read-secrets';
import type { App } from '../app';
import type { CommandContext } from '../commands/command-context';
import { putAgent } from '../commands/put-agent';
import { putModel } from '../commands/put-model';
import { putSecret } from '../commands/put-secret';
import { putTool } from '../commands/put-tool';
import { createPerson } from '../first-admin';
import { DEMO_AGENTS, DEMO_MODEL_SECRET, demoModels } from './demo-agents';
import { DEMO_PEOPLE } from './demo-people';
import { demoTools } from './demo-tools';
import { DEMO_SERVICE_SECRET } from './tool-parts';

const SYSTEM: Principal = { kind: 'system', id: 'runtime' };

/**
 * The simulator's address stands in models and tools: a new port makes new versions of those, and of nothing else. An agent that an operator
 * changed keeps its active version.
 */
export async function seedDemo(app: App, simulatorUrl: string): Promise<void> {
  const context: CommandContext = { app, principal: SYSTEM, requestId: app.ids.timeOrdered(), intent: null };
  const { demoPassword: password } = app.env;
  if (password !== undefined)
    for (const person of DEMO_PEOPLE) await createPerson(app, { ...person, password });
  for (const name of [DEMO_MODEL_SECRET, DEMO_SERVICE_SECRET]) await sealOnce(context, name);
  for (const { name, definition } of demoModels(simulatorUrl))
    await putModel(context, { name, definition: modelDefinition.parse(definition), ifMatch: null });
  for (const { name, definition } of demoTools(simulatorUrl))
    await putTool(context, { name, definition: toolDefinition.parse(definition), ifMatch: null });
  for (const { name, definition } of DEMO_AGENTS)
    await putAgent(context, { name, definition: agentDefinition.parse(definition), ifMatch: null });
}

/** The simulator asks for no key; this one shows how keys are kept and sent. Nobody else's, so its value may be made from an id. */
async function sealOnce(context: CommandContext, name: string): Promise<void> {
  const { app } = context;
  if ((await readSealedSecret(app.db, name)) !== null || (await app.secrets.sourceOf(name)) !== null) return;
  await putSecret(context, {
    name,
    value: `demo-${app.hash(app.ids.timeOrdered()).slice(0, 40)}`,
    ifMatch: null,
  });
}
