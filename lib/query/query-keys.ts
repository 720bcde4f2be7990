// The names under which answers are cached; a live event invalidates by prefix.
import type { z } from 'zod';
import type { listApprovalsQuery } from '../contract/approval';
import type { auditFilter } from '../contract/audit';
import type { listDeadLettersQuery } from '../contract/dead-letter';
import type { listEgressRefusalsQuery } from '../contract/egress';
import type { listErrorsQuery } from '../contract/error';
import type { estimatesQuery } from '../contract/estimates';
import type { overviewQuery } from '../contract/overview';
import type { RunFilter } from '../contract/run-filter';
import type { savingsQuery } from '../contract/savings';
import type { SpendKey, taskCostsQuery, topRunsQuery } from '../contract/spend';
import type { ViewPage } from '../contract/view';

/** As a body has it; a query takes the same. */
export type RunsFilter = RunFilter;
export type ApprovalsFilter = Omit<z.input<typeof listApprovalsQuery>, 'cursor'>;
export type ApprovalCountFilter = Omit<ApprovalsFilter, 'limit'>;
export type AuditListFilter = z.input<typeof auditFilter>;
export type DeadLettersFilter = Omit<z.input<typeof listDeadLettersQuery>, 'cursor' | 'group'>;
export type ErrorsFilter = Omit<z.input<typeof listErrorsQuery>, 'cursor'>;
/** As `by` it names its keys one by one. */
export type SpendQuestion = {
  readonly by: readonly SpendKey[];
  readonly since: string;
  readonly until?: string;
};
export type TaskCostsQuestion = z.input<typeof taskCostsQuery>;
export type EstimatesQuestion = z.input<typeof estimatesQuery>;
export type SavingsQuestion = z.input<typeof savingsQuery>;
export type TopRunsQuestion = z.input<typeof topRunsQuery>;
/** Days, both of them part of it. */
export type ReconciliationQuestion = { readonly from: string; readonly to: string };
export type OverviewPeriod = z.output<typeof overviewQuery>['period'];
export type EgressFilter = Omit<z.input<typeof listEgressRefusalsQuery>, 'cursor' | 'limit'>;
export type CatalogKind = 'agents' | 'tools' | 'models';

export const queryKeys = {
  me: () => ['me'] as const,
  sessions: () => ['sessions'] as const,
  halt: () => ['halt'] as const,
  /** `*`: everybody's. */
  sessionsOf: (user: string) => ['sessions', user] as const,
  views: {
    all: () => ['views'] as const,
    page: (page: ViewPage) => ['views', page] as const,
  },
  deadLetters: {
    all: () => ['dead-letters'] as const,
    groups: (filter: DeadLettersFilter) => ['dead-letters', 'groups', filter] as const,
    list: (filter: DeadLettersFilter) => ['dead-letters', 'list', filter] as const,
    ofRun: (runId: string) => ['dead-letters', 'run', runId] as const,
  },
  errors: {
    list: (filter: ErrorsFilter) => ['errors', 'list', filter] as const,
    one: (fingerprint: string, since: string | undefined) => ['errors', 'one', fingerprint, since] as const,
  },
  secrets: () => ['secrets'] as const,
  secretSources: () => ['secrets', 'sources'] as const,
  secretVersions: (name: string) => ['secrets', 'versions', name] as const,
  secondFactor: () => ['second-factor'] as const,
  people: () => ['people'] as const,
  apiKeys: () => ['api-keys'] as const,
  settings: () => ['settings'] as const,
  /** Below the models, which change with them. */
  prices: () => ['models', 'prices'] as const,
  policies: {
    all: () => ['policies'] as const,
    now: () => ['policies', 'now'] as const,
    changes: () => ['policies', 'changes'] as const,
    version: (version: number) => ['policies', 'version', version] as const,
    differences: (version: number) => ['policies', 'differences', version] as const,
  },
  egress: {
    hosts: () => ['egress', 'hosts'] as const,
    refusals: (filter: EgressFilter) => ['egress', 'refusals', filter] as const,
  },
  channels: {
    all: () => ['channels'] as const,
    list: () => ['channels', 'list'] as const,
    log: (name: string) => ['channels', 'log', name] as const,
  },
  about: () => ['about'] as const,
  audit: {
    all: () => ['audit'] as const,
    list: (filter: AuditListFilter) => ['audit', 'list', filter] as const,
    event: (seq: number) => ['audit', 'event', seq] as const,
  },
  incidents: () => ['incidents'] as const,
  overview: {
    all: () => ['overview'] as const,
    period: (period: OverviewPeriod) => ['overview', period] as const,
  },
  runs: {
    all: () => ['runs'] as const,
    lists: () => ['runs', 'list'] as const,
    /** The newest runs of a filter. */
    list: (filter: RunsFilter, limit: number) => ['runs', 'list', filter, limit] as const,
    /** Runs by their ids, as they are now. */
    named: (ids: readonly string[]) => ['runs', 'list', 'named', ids] as const,
    /** What comes below a row never changes its place, so no event asks for it again. */
    below: (filter: RunsFilter, cursor: string | null) => ['runs-below', filter, cursor] as const,
    /** Counted at its own pace: events come more often than a count is worth. */
    count: (filter: RunsFilter) => ['run-count', filter] as const,
    /** Everything that may change of one run. */
    detail: (id: string) => ['runs', 'detail', id] as const,
    run: (id: string) => ['runs', 'detail', id, 'run'] as const,
    steps: (id: string) => ['runs', 'detail', id, 'steps'] as const,
    /** `none`: without what was done before a step. */
    forks: (id: string, fromStep: number | undefined) =>
      ['runs', 'detail', id, 'forks', fromStep ?? 'none'] as const,
    /** `all`: what can be undone, whatever is chosen. */
    compensation: (id: string, steps: readonly number[] | undefined) =>
      ['runs', 'detail', id, 'compensation', steps ?? 'all'] as const,
    journal: (id: string) => ['runs', 'detail', id, 'journal'] as const,
    state: (id: string) => ['runs', 'detail', id, 'state'] as const,
    /** The state at one row never changes, so it stands beside what an event invalidates. */
    stateAt: (id: string, seq: number) => ['run-state-at', id, seq] as const,
  },
  bulk: {
    all: () => ['bulk'] as const,
    recent: () => ['bulk', 'recent'] as const,
    one: (id: string) => ['bulk', 'one', id] as const,
    skipped: (id: string) => ['bulk', 'one', id, 'skipped'] as const,
  },
  budgets: {
    all: () => ['budgets'] as const,
    list: () => ['budgets', 'list'] as const,
    holds: () => ['budgets', 'holds'] as const,
  },
  alerts: {
    all: () => ['alerts'] as const,
    /** Those whose cause is there. */
    standing: () => ['alerts', 'standing'] as const,
  },
  spend: {
    all: () => ['spend'] as const,
    read: (question: SpendQuestion) => ['spend', 'read', question] as const,
    tasks: (question: TaskCostsQuestion) => ['spend', 'tasks', question] as const,
    estimates: (question: EstimatesQuestion) => ['spend', 'estimates', question] as const,
    savings: (question: SavingsQuestion) => ['spend', 'savings', question] as const,
    topRuns: (question: TopRunsQuestion) => ['spend', 'runs', question] as const,
    reconciliation: (question: ReconciliationQuestion) => ['spend', 'reconciliation', question] as const,
    imports: () => ['spend', 'imports'] as const,
  },
  breakers: {
    all: () => ['breakers'] as const,
    list: () => ['breakers', 'list'] as const,
    one: (key: string) => ['breakers', 'one', key] as const,
    changes: () => ['breakers', 'changes'] as const,
  },
  approvals: {
    all: () => ['approvals'] as const,
    lists: () => ['approvals', 'list'] as const,
    list: (filter: ApprovalsFilter) => ['approvals', 'list', filter] as const,
    count: (filter: ApprovalCountFilter) => ['approvals', 'list', 'count', filter] as const,
    detail: (id: string) => ['approvals', 'detail', id] as const,
    approval: (id: string) => ['approvals', 'detail', id, 'approval'] as const,
    card: (id: string) => ['approvals', 'detail', id, 'card'] as const,
    history: (id: string) => ['approvals', 'detail', id, 'history'] as const,
  },
  /** Figures move with runs; what is configured, below `catalog`, does not. */
  agents: {
    figures: (archived: boolean) => ['agents', 'figures', { archived }] as const,
    health: (name: string) => ['agents', 'health', name] as const,
    ofRuns: () => [['agents', 'figures'] as const, ['agents', 'health'] as const] as const,
  },
  catalog: {
    all: (kind: CatalogKind) => [kind] as const,
    list: (kind: CatalogKind) => [kind, 'list'] as const,
    one: (kind: CatalogKind, name: string) => [kind, 'one', name] as const,
    versions: (kind: CatalogKind, name: string) => [kind, 'versions', name] as const,
    archived: (kind: CatalogKind) => [kind, 'archived'] as const,
  },
  /** Beside the catalog: a changed contract changes no figure of the past. */
  health: {
    all: (kind: CatalogKind) => ['health', kind] as const,
    one: (kind: CatalogKind, name: string) => ['health', kind, name] as const,
  },
} as const;
