// Makes a version of an agent; refuses one that names what is not there or that could never be run.
import 'server-only';
import { pointerPart } from '../../contract/schema-problems';
import type { AgentDefinition } from '../../domain/agent';
import type { Problem } from '../../domain/errors';
import { archivedNames } from '../../store/read/read-versions';
import type { App } from '../app';
import { requireScope } from '../authorize';
import { agentWarnings } from './agent-warnings';
import { archivedProblems, namedModels } from './archived-problems';
import { chainProblems } from './chain-problems';
import type { CommandContext } from './command-context';
import { at, type PutAnswer, type PutWish, putVersion, refuseProblems } from './put-version';
import { windowProblems } from './window-problems';

export type PutAgentAnswer = PutAnswer & { readonly warnings?: Problem[] };

/** The first version is active at once, later ones when they are activated. @throws RequestError invalid_request, version_mismatch. */
export async function putAgent(
  context: CommandContext,
  wish: PutWish & { readonly definition: AgentDefinition },
): Promise<PutAgentAnswer> {
  requireScope(context.principal, 'agents:write');
  refuseProblems([...nameProblems(wish.name), ...(await agentProblems(context.app, wish.definition))]);
  // Once more under lock: a tool or a model may have been archived since.
  const answer = await putVersion(context, 'agent', wish, async (tx) =>
    refuseProblems(await archivedProblems(tx, wish.definition)),
  );
  const warnings = await agentWarnings(context.app, wish.definition);
  return warnings.length === 0 ? answer : { ...answer, warnings };
}

/** The console's form for another one stands at this address, right beside the agents. */
const FORM_ADDRESS = 'new';

function nameProblems(name: string): Problem[] {
  return name === FORM_ADDRESS
    ? [{ path: '/path/name', message: 'is an address of its own beside the agents' }]
    : [];
}

async function agentProblems(app: App, definition: AgentDefinition): Promise<Problem[]> {
  const { inputSchema, outputSchema, tools, escalation } = definition;
  const granted = tools.map((grant) => grant.name);
  const found = await Promise.all(granted.map((name) => app.catalog.tool(name)));
  const missing = granted.map((name, i) => (found[i] === null ? name : null));
  const archived = await archivedNames(app.db, 'tool', granted);
  return [
    ...at('/inputSchema', app.schemas.check(inputSchema)),
    ...(outputSchema === undefined ? [] : at('/outputSchema', app.schemas.check(outputSchema))),
    ...(await modelProblems(app, definition)),
    ...granted.flatMap((name, i) => [
      ...(missing[i] === name
        ? [{ path: `/tools/${i}/name`, message: `names ${name}, and there is no such tool` }]
        : []),
      ...(archived.has(name)
        ? [{ path: `/tools/${i}/name`, message: `names ${name}, which is archived` }]
        : []),
      ...(granted.indexOf(name) < i
        ? [{ path: `/tools/${i}/name`, message: `${name} is granted already` }]
        : []),
    ]),
    ...patternProblems(app, definition),
    ...windowProblems(
      definition,
      found.filter((tool) => tool !== null),
    ),
    ...(await chainProblems(app, definition)),
    ...escalation.alwaysAsk.flatMap((name, i) =>
      granted.includes(name)
        ? []
        : [{ path: `/escalation/alwaysAsk/${i}`, message: `names ${name}, which is not granted` }],
    ),
  ];
}

async function modelProblems(app: App, definition: AgentDefinition): Promise<Problem[]> {
  const named = namedModels(definition);
  const archived = await archivedNames(
    app.db,
    'model',
    named.map(({ name }) => name),
  );
  const found = await Promise.all(named.map(({ name }) => app.catalog.model(name)));
  return named.flatMap(({ path, name }, i) => [
    ...(found[i] === null ? [{ path, message: `names ${name}, and there is no such model` }] : []),
    ...(archived.has(name) ? [{ path, message: `names ${name}, which is archived` }] : []),
    ...(i > 0 && name === definition.model ? [{ path, message: `${name} is the agent's own model` }] : []),
  ]);
}

function patternProblems({ schemas }: App, { tools }: AgentDefinition): Problem[] {
  return tools.flatMap(({ constraints = {} }, i) =>
    Object.entries(constraints).flatMap(([path, { pattern }]) => {
      if (pattern === undefined || schemas.check({ type: 'string', pattern }).length === 0) return [];
      const message = 'is not a pattern that can be used';
      return [{ path: `/tools/${i}/constraints/${pointerPart(path)}/pattern`, message }];
    }),
  );
}
