// What of an agent's definition is archived, asked under a lock: who archives it meanwhile waits, and then finds the agent that uses it.
import 'server-only';
import type { AgentDefinition } from '../../domain/agent';
import type { Problem } from '../../domain/errors';
import type { Transaction } from '../../store/prisma';
import { holdArchived } from '../../store/write/put-version';

/** Where a definition names a model. */
export const namedModels = ({
  model,
  routing,
}: Pick<AgentDefinition, 'model' | 'routing'>): { readonly path: string; readonly name: string }[] => [
  { path: '/model', name: model },
  ...(routing?.stronger ?? []).map((name, i) => ({ path: `/routing/stronger/${i}`, name })),
];

export async function archivedProblems(
  tx: Transaction,
  definition: Pick<AgentDefinition, 'model' | 'routing' | 'tools'>,
): Promise<Problem[]> {
  const granted = definition.tools.map(({ name }) => name);
  const named = namedModels(definition);
  const models = await holdArchived(
    tx,
    'model',
    named.map(({ name }) => name),
  );
  const archived = await holdArchived(tx, 'tool', granted);
  return [
    ...named.flatMap(({ path, name }) =>
      models.has(name) ? [{ path, message: `names ${name}, which is archived` }] : [],
    ),
    ...granted.flatMap((name, i) =>
      archived.has(name) ? [{ path: `/tools/${i}/name`, message: `names ${name}, which is archived` }] : [],
    ),
  ];
}
