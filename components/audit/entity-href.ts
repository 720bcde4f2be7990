// Where the thing that an event is about can be seen. Undefined only for kinds that this version does not write.
import type { AuditEventShape } from '@/lib/contract/audit';
import { problemOfViewQuery, type ViewPage, viewPage } from '@/lib/contract/view';
import { AUDIT_ENTITY_KINDS, type AuditEntityKind } from '@/lib/domain/audit';
import { isJsonObject } from '@/lib/domain/json';
import { routes } from '@/lib/routes';
import { hrefOfView } from '../views/shown-view';

type Event = Pick<AuditEventShape, 'entity' | 'before' | 'after'>;

const HREFS: { readonly [K in AuditEntityKind]: (id: string, event: Event) => string } = {
  run: (id) => routes.run(id),
  // An event is seen in the run that it reached; what was done is here.
  signal: (id) => routes.audit({ entity: `signal:${id}` }),
  bulk: (id) => routes.runs({ bulk: id }),
  approval: (id) => routes.approval(id),
  // Its banner stands over every page; the overview is where one looks first.
  halt: () => routes.overview(),
  agent: (id) => routes.agent(id),
  tool: (id) => routes.tool(id),
  model: (id) => routes.model(id),
  secret: () => routes.settings('secrets'),
  master_key: () => routes.settings('secrets'),
  breaker: (id) => routes.breakers({ key: id }),
  // The console has no page for budgets and callbacks: what was done to this one is what can be seen.
  budget: (id) => routes.audit({ entity: `budget:${id}` }),
  usage_import: () => routes.reconciliation(),
  alert: () => routes.spend(),
  channel: () => routes.settings('notifications'),
  callback: (id) => routes.audit({ entity: `callback:${id}` }),
  view: (id, event) => viewHref(event) ?? routes.audit({ entity: `view:${id}` }),
  user: () => routes.settings('people'),
  session: () => routes.settings('sessions'),
  access: (id) => routes.audit({ entity: `access:${id}` }),
  api_key: () => routes.settings('keys'),
  settings: () => routes.settings('about'),
  prices: () => routes.settings('prices'),
  policy: () => routes.policies(),
  journal: () => routes.runs(),
};

const PATHS: { readonly [P in ViewPage]: string } = {
  runs: routes.runs(),
  approvals: routes.approvals(),
  agents: routes.agents(),
  tools: routes.tools(),
  audit: routes.audit(),
};

export function entityHref(event: Event): string | undefined {
  const kind = AUDIT_ENTITY_KINDS.find((known) => known === event.entity.kind);
  return kind === undefined ? undefined : HREFS[kind](event.entity.id, event);
}

/** The list that a view shows, as it was kept by this event, or before it was deleted. */
function viewHref({ before, after }: Event): string | undefined {
  const kept = isJsonObject(after) ? after : isJsonObject(before) ? before : {};
  const page = viewPage.safeParse(kept.page).data;
  if (page === undefined || typeof kept.query !== 'string' || problemOfViewQuery(page, kept.query) !== null)
    return undefined;
  return hrefOfView(PATHS[page], kept.query);
}
