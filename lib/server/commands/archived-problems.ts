// What of an agent's definition is archived, asked under a lock: who archives it meanwhile waits, and then finds the agent that uses it.
import 'server-only';
import type { AgentDefinition } from '../../domain/agent';
import type { Problem } from '../../domain/errors';
import type { Transaction } from '../../store/prisma';
import { holdArchived } from '../../store/write/put-version';

export async function archivedProblems(
  tx: Transaction,
  { model, tools }: Pick<AgentDefinition, 'model' | 'tools'>,
): Promise<Problem[]> {
  const granted = tools.map(({ name }) => name);
  const models = await holdArchived(tx, 'model', [model]);
  const archived = await holdArchived(tx, 'tool', granted);
  return [
    ...(models.has(model) ? [{ path: '/model', message: `names ${model}, which is archived` }] : []),
    ...granted.flatMap((name, i) =>
      archived.has(name) ? [{ path: `/tools/${i}/name`, message: `names ${name}, which is archived` }] : [],
    ),
  ];
}
