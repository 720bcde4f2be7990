// Every address of the console, typed. A link is built here or nowhere; paths of the HTTP API are not its business.

/** Filters of the runs list as they stand in the URL; empty ones leave no trace. */
export type RunFilters = {
  status?: readonly string[];
  waiting?: readonly string[];
  trigger?: readonly string[];
  agent?: string;
  /** `key=value` */
  label?: string;
  thread?: string;
  q?: string;
  since?: string;
  until?: string;
  /** The fingerprint of an error that they met. */
  error?: string;
  /** Opens the form to start a run, of this agent; `*` leaves the choice open. */
  start?: string;
  /** Opens the bulk actions of late, at this one. */
  bulk?: string;
};

/** What the run page shows: which pane, which step, which checkpoint. */
export type RunView = {
  view?: 'timeline' | 'list' | 'json' | 'compare';
  step?: number;
  tab?: string;
  seq?: number;
  /** Opens what is done from the step. */
  act?: 'fork';
};

/** `status: "decided"` is the list of what was decided; without it the queue. `show` narrows the queue. */
export type ApprovalFilters = {
  status?: 'decided';
  show?: 'soon' | 'unknown' | 'snoozed';
  agent?: string;
  tool?: string;
};

/** Whose approvals are told of in figures, and of how long. */
export type ReviewFilters = {
  period?: '7d' | '30d' | '90d';
  agent?: string;
  tool?: string;
  /** A person's id. */
  reviewer?: string;
  model?: string;
  /** The share of errors that a threshold should keep to. */
  error?: string;
};

/** What the agent page shows: its tab, and the two versions that are compared. */
export type AgentView = { tab?: 'versions' | 'definition'; from?: number; to?: number; start?: string };
export type AgentFilters = { q?: string; archived?: 'only' };
/** The list of tools and models: which of the two, and what of it. */
export type CatalogFilters = { tab?: 'models'; q?: string; archived?: 'only' };

/** What the page of a tool or a model shows: its tab, and the two versions that are compared. */
export type CatalogView = { tab?: 'try' | 'versions' | 'definition'; from?: number; to?: number };
/** Filters of the record as they stand in the URL; `event` is the one that is open. */
export type AuditFilters = {
  actor?: string;
  action?: readonly string[];
  entity?: string;
  since?: string;
  until?: string;
  q?: string;
  event?: number;
};

export const SETTINGS_SECTIONS = [
  'people',
  'sessions',
  'keys',
  'secrets',
  'notifications',
  'prices',
  'egress',
  'about',
] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];
/** `user`: whose sessions, by e-mail. The others: which refused requests. */
export type SettingsFilters = {
  user?: string;
  for?: 'tool' | 'model' | 'callback' | 'channel';
  name?: string;
  host?: string;
  code?: string;
};

/** What the spend page shows. `of` and `at` narrow the runs beside it: one agent, model, tool, label or status; one day or hour by its beginning. `budget`, `alert`: the one that is looked at, by its id. */
export type SpendView = {
  by?: 'agent' | 'model' | 'tool' | 'label' | 'status';
  period?: '24h' | '14d' | 'month';
  of?: string;
  at?: string;
  budget?: string;
  alert?: string;
};
/** Which days are compared with what providers say; those of UTC. */
export type ReconciliationView = {
  period?: 'month' | 'last' | '30d' | '90d';
  /** Both days, in place of a period. */
  from?: string;
  to?: string;
  rows?: 'differing';
};
/** What the page of the policy shows: its tab, the rule that is pointed at, and the version it belongs to where that is not the active one. */
export type PoliciesView = {
  tab?: 'draft' | 'simulate' | 'history';
  rule?: string;
  version?: string;
};
/** `cause`: the fingerprint whose runs are shown; without it the list of causes. Open ones unless `state` says so. */
export type DeadLetterFilters = { state?: 'redriven' | 'discarded'; agent?: string; cause?: string };

/** `group`: the fingerprint that is looked at; without it the list. */
export type ErrorFilters = {
  period?: '24h' | '30d' | 'all';
  agent?: string;
  q?: string;
  sort?: 'count' | 'runs';
  group?: string;
};

type QueryValue = string | number | readonly string[] | undefined;

function withQuery(path: string, query: Record<string, QueryValue>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue;
    if (typeof value === 'string' || typeof value === 'number') params.set(name, String(value));
    else if (value.length > 0) params.set(name, value.join(','));
  }
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** A place inside the console to return to; anything that could leave this origin becomes the overview. */
export function safeReturnPath(path: string | undefined | null): string {
  if (path === undefined || path === null) return '/';
  return /^\/(?![/\\])[^\\\s]*$/.test(path) && !/^\/(sign-in|choose-password|second-factor)/.test(path)
    ? path
    : '/';
}

export const routes = {
  overview: () => '/',
  runs: (filters: RunFilters = {}) => withQuery('/runs', filters),
  run: (id: string, view: RunView = {}) => withQuery(`/runs/${encodeURIComponent(id)}`, view),
  approvals: (filters: ApprovalFilters = {}) => withQuery('/approvals', filters),
  approval: (id: string, filters: ApprovalFilters = {}) =>
    withQuery(`/approvals/${encodeURIComponent(id)}`, filters),
  approvalMetrics: (filters: ReviewFilters = {}) => withQuery('/approvals/metrics', filters),
  calibration: (filters: ReviewFilters = {}) => withQuery('/approvals/calibration', filters),
  deadLetters: (filters: DeadLetterFilters = {}) => withQuery('/dead-letters', filters),
  errors: (filters: ErrorFilters = {}) => withQuery('/errors', filters),
  agents: (filters: AgentFilters = {}) => withQuery('/agents', filters),
  agent: (name: string, view: AgentView = {}) => withQuery(`/agents/${encodeURIComponent(name)}`, view),
  newAgent: () => '/agents/new',
  editAgent: (name: string) => `/agents/${encodeURIComponent(name)}/edit`,
  tools: (filters: CatalogFilters = {}) => withQuery('/tools', filters),
  tool: (name: string, view: CatalogView = {}) => withQuery(`/tools/${encodeURIComponent(name)}`, view),
  newTool: () => '/tools/new',
  editTool: (name: string) => `/tools/${encodeURIComponent(name)}/edit`,
  model: (name: string, view: CatalogView = {}) => withQuery(`/models/${encodeURIComponent(name)}`, view),
  newModel: () => '/models/new',
  editModel: (name: string) => `/models/${encodeURIComponent(name)}/edit`,
  spend: (view: SpendView = {}) => withQuery('/spend', view),
  policies: (view: PoliciesView = {}) => withQuery('/policies', view),
  reconciliation: (view: ReconciliationView = {}) => withQuery('/spend/reconciliation', view),
  /** `key`: the breaker that is looked at. */
  breakers: (view: { key?: string; q?: string } = {}) => withQuery('/breakers', view),
  /** `ended`: a session that was open has run out or was ended; the page says so. */
  signIn: (returnTo?: string, why?: 'ended') =>
    withQuery('/sign-in', { returnTo: returnTo === undefined ? undefined : safeReturnPath(returnTo), why }),
  /** Where a password that somebody else gave is replaced, before anything else. */
  choosePassword: (returnTo?: string) =>
    withQuery('/choose-password', {
      returnTo: returnTo === undefined ? undefined : safeReturnPath(returnTo),
    }),
  /** Where a second factor is set up that the role needs, before anything else. */
  secondFactor: (returnTo?: string) =>
    withQuery('/second-factor', {
      returnTo: returnTo === undefined ? undefined : safeReturnPath(returnTo),
    }),
  /** Where a window ends that proved at the issuer who one is. */
  proven: () => '/proven',
  account: () => '/account',
  audit: (filters: AuditFilters = {}) => withQuery('/audit', filters),
  settings: (section?: SettingsSection, filters: SettingsFilters = {}) =>
    withQuery(section === undefined ? '/settings' : `/settings/${section}`, filters),
  incidents: () => '/incidents',
} as const;

/** One part of the breadcrumb; `mono` for what a machine reads (ids). The last one is the page itself. */
export type Crumb = { label: string; href?: string; mono?: boolean };

const SECTIONS: Record<string, Crumb> = {
  runs: { label: 'Runs', href: routes.runs() },
  approvals: { label: 'Approvals', href: routes.approvals() },
  agents: { label: 'Agents', href: routes.agents() },
  tools: { label: 'Tools and models', href: routes.tools() },
  models: { label: 'Tools and models', href: routes.tools({ tab: 'models' }) },
  spend: { label: 'Spend', href: routes.spend() },
  breakers: { label: 'Breakers', href: routes.breakers() },
  policies: { label: 'Policies', href: routes.policies() },
  'dead-letters': { label: 'Dead letters', href: routes.deadLetters() },
  errors: { label: 'Errors', href: routes.errors() },
  account: { label: 'Account', href: routes.account() },
  audit: { label: 'Audit', href: routes.audit() },
  settings: { label: 'Settings', href: routes.settings() },
  incidents: { label: 'Incidents', href: routes.incidents() },
};

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a stray % is shown as it stands
  }
}

/** Pages below a section that are no thing's of their own. */
const NAMED_PAGES: Record<string, string> = {
  'spend/reconciliation': 'Reconciliation',
  'approvals/metrics': 'Metrics',
  'approvals/calibration': 'Calibration',
};

/** The breadcrumb that a path alone can tell; a page may know better words for its last part. */
export function crumbsOf(pathname: string): Crumb[] {
  const [section, id] = pathname.split('/').filter((part) => part !== '');
  if (section === undefined) return [{ label: 'Overview' }];
  const head = SECTIONS[section];
  if (head === undefined) return [{ label: 'Bulkhead' }];
  if (id === undefined) return [{ label: head.label }];
  const named = NAMED_PAGES[`${section}/${id}`];
  return [head, named === undefined ? { label: decoded(id), mono: true } : { label: named }];
}

/** True where `href` is the page at `pathname` or a section above it. The overview is only itself. */
export function isCurrent(href: string, asked: string): boolean {
  // Models have pages of their own and their list beside the tools'.
  const pathname = asked.replace(/^\/models(?=\/|$)/, routes.tools());
  return href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`);
}
