// What is configured, as the runtime needs it: agent versions for ever, tools and models as they are now.
import type { AgentVersion } from '../domain/agent';
import type { ModelVersion } from '../domain/model';
import type { ToolVersion } from '../domain/tool';

export interface Catalog {
  /** @returns null when there is no such version. A version never changes. */
  agentVersion(name: string, version: number): Promise<AgentVersion | null>;
  /** The active version. */
  tool(name: string): Promise<ToolVersion | null>;
  toolVersion(name: string, version: number): Promise<ToolVersion | null>;
  /** The active version. */
  model(name: string): Promise<ModelVersion | null>;
}
