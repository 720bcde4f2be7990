// What somebody should know of an agent that is saved all the same: models that their providers give up.
import 'server-only';
import type { AgentDefinition } from '../../domain/agent';
import type { Problem } from '../../domain/errors';
import { priceAt } from '../../domain/price-table';
import { deprecationWords } from '../../format/deprecation';
import type { App } from '../app';
import { readPrices } from '../queries/read-prices';
import { namedModels } from './archived-problems';

export async function agentWarnings(
  app: Pick<App, 'db' | 'catalog' | 'clock'>,
  definition: Pick<AgentDefinition, 'model' | 'routing'>,
): Promise<Problem[]> {
  const { prices } = await readPrices(app);
  const warnings = namedModels(definition).map(async ({ path, name }): Promise<Problem[]> => {
    const found = await app.catalog.model(name);
    const deprecated = found && priceAt(prices, found.definition.model, app.clock.now())?.deprecated;
    return deprecated ? [{ path, message: `names ${name}. ${deprecationWords(deprecated)}` }] : [];
  });
  return (await Promise.all(warnings)).flat();
}
