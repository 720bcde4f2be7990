// Knows the runtime's catalog on PostgreSQL. Versions never change, so they are kept; what is active is asked each time.
import type { AgentVersion } from '../domain/agent';
import type { ToolVersion } from '../domain/tool';
import type { Catalog } from '../ports/catalog';
import type { Database } from './database';
import { listedPrice } from './read/read-prices';
import { readVersion, readVersioned } from './read/read-versions';

/** Versions kept in memory; the oldest one goes first. */
const KEPT_MOST = 500;

export function createCatalog(db: Pick<Database, 'pool'>): Catalog {
  const agents = new Map<string, AgentVersion>();
  const tools = new Map<string, ToolVersion>();
  return {
    agentVersion: (name, version) =>
      keep(agents, `${name}@${version}`, async () => {
        const shape = await readVersion(db, 'agent', name, version);
        return shape && { name, version, definition: shape.definition };
      }),
    toolVersion: (name, version) =>
      keep(tools, `${name}@${version}`, async () => {
        const shape = await readVersion(db, 'tool', name, version);
        return shape && { name, version, definition: shape.definition };
      }),
    async tool(name) {
      const found = await readVersioned(db, 'tool', name);
      return found && { name, version: found.shape.version, definition: found.shape.definition };
    },
    async model(name) {
      const found = await readVersioned(db, 'model', name);
      if (found === null) return null;
      const { version, definition } = found.shape;
      const listed = definition.prices === undefined ? await listedPrice(db, definition.model) : null;
      return { name, version, definition, listed };
    },
  };
}

async function keep<T>(kept: Map<string, T>, key: string, read: () => Promise<T | null>): Promise<T | null> {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const found = await read();
  if (found === null) return null;
  kept.set(key, found);
  const [oldest] = kept.keys();
  if (kept.size > KEPT_MOST && oldest !== undefined) kept.delete(oldest);
  return found;
}
