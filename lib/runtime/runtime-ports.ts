// Everything from outside that a run needs to advance; composed once, where adapters meet the runtime.
import type { ForkedFrom } from '@/lib/domain/fork';
import type { HashText } from '@/lib/domain/journal-row';
import type { Catalog } from '@/lib/ports/catalog';
import type { ChangeFeed } from '@/lib/ports/change-feed';
import type { Clock, Random } from '@/lib/ports/clock';
import type { Gates } from '@/lib/ports/gates';
import type { Ids } from '@/lib/ports/ids';
import type { KeptResults } from '@/lib/ports/kept-results';
import type { Logger } from '@/lib/ports/logger';
import type { ModelClient } from '@/lib/ports/model-client';
import type { Policy, PolicyVersions } from '@/lib/ports/policy';
import type { RunStore } from '@/lib/ports/run-store';
import type { SchemaValidator } from '@/lib/ports/schema-validator';
import type { Redactor } from '@/lib/ports/secrets';
import type { TokenCounters } from '@/lib/ports/token-counter';
import type { ToolClient } from '@/lib/ports/tool-client';
import type { Budgets } from './budgets';
import type { Recording } from './recording';

export type RuntimePorts = {
  readonly store: RunStore;
  readonly catalog: Catalog;
  readonly policy: Policy;
  readonly policies: PolicyVersions;
  readonly models: ModelClient;
  readonly tools: ToolClient;
  readonly tokens: TokenCounters;
  readonly results: KeptResults;
  readonly gates: Gates;
  readonly schemas: SchemaValidator;
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly hash: HashText;
  /** Under a secret of this installation: whoever knows run and step can't know what is drawn for them. */
  readonly keyedHash: HashText;
  readonly logger: Logger;
  readonly changes: ChangeFeed;
  /** Stands in every row: which runtime wrote it. */
  readonly runtimeVersion: string;
  /** SNAPSHOT_EVERY_ROWS unless a test wants them closer. */
  readonly snapshotEveryRows?: number;
};

/** What a run that is advanced under a lease has besides: what its worker may hold. */
export type AdvancePorts = RuntimePorts & {
  readonly budgets: Budgets;
  /** Of dry runs, and of them alone: where results come from. */
  readonly recording?: (fork: ForkedFrom) => Promise<Recording>;
};
