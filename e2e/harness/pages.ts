// The list of all pages of the console: what every page has to keep (axe, width, keyboard) is tested over it. A new page is a line here.
import type { Role } from '../../lib/domain/principal';
import type { Seeded } from './seeded';

export interface ConsolePage {
  /** Its address; made from what was seeded where it needs an id. */
  readonly path: string | ((seeded: Seeded) => string);
  /** The text of its only h1. */
  readonly title: string | RegExp;
  /** The letter after `g` that goes there, where there is one. */
  readonly go?: string;
  /** The least role that may open it, where a viewer may not. */
  readonly role?: Role;
}

export const CONSOLE_PAGES: readonly ConsolePage[] = [
  { path: '/', title: 'Overview', go: 'o' },
  { path: '/runs', title: 'Runs', go: 'r' },
  { path: ({ finishedRunId }) => `/runs/${finishedRunId}`, title: /^[0-9a-f…]+$/ },
  { path: ({ waitingRunId }) => `/runs/${waitingRunId}?view=list`, title: /^[0-9a-f…]+$/ },
  { path: ({ eventRunId }) => `/runs/${eventRunId}`, title: /^[0-9a-f…]+$/ },
  { path: '/approvals', title: 'Approvals', go: 'a' },
  { path: ({ approvalId }) => `/approvals/${approvalId}`, title: 'Approvals' },
  { path: '/approvals/metrics', title: 'Approvals' },
  { path: '/approvals/calibration', title: 'Approvals' },
  { path: '/spend', title: 'Spend', go: 's' },
  { path: '/spend/reconciliation', title: 'Reconciliation' },
  { path: '/breakers', title: 'Breakers', go: 'b' },
  { path: '/dead-letters', title: 'Dead letters', go: 'd' },
  { path: '/dead-letters?state=discarded', title: 'Dead letters' },
  { path: '/errors', title: 'Errors', go: 'e' },
  { path: '/agents', title: 'Agents' },
  { path: '/agents/refunds', title: 'refunds' },
  { path: '/agents/refunds?tab=versions', title: 'refunds' },
  { path: '/agents/refunds?tab=definition', title: 'refunds' },
  { path: '/agents/refunds/edit', title: 'Edit refunds', role: 'engineer' },
  { path: '/agents/refunds/edit?as=json', title: 'Edit refunds', role: 'engineer' },
  { path: '/agents/new', title: 'New agent', role: 'engineer' },
  { path: '/tools', title: 'Tools and models', go: 't' },
  { path: '/tools?tab=models', title: 'Tools and models' },
  { path: '/tools/payments.refund', title: 'payments.refund' },
  { path: '/tools/payments.refund?tab=versions', title: 'payments.refund' },
  { path: '/models/sim-refunds', title: 'sim-refunds' },
  { path: '/tools/payments.refund/edit', title: 'Edit payments.refund', role: 'engineer' },
  { path: '/tools/new', title: 'New tool', role: 'engineer' },
  { path: '/models/sim-refunds/edit', title: 'Edit sim-refunds', role: 'engineer' },
  { path: '/models/new', title: 'New model', role: 'engineer' },
  { path: '/policies', title: 'Policies', go: 'p' },
  { path: '/policies?tab=draft', title: 'Policies' },
  { path: '/policies?tab=simulate', title: 'Policies' },
  { path: '/policies?tab=history', title: 'Policies' },
  { path: '/account', title: 'Account' },
  { path: '/audit', title: 'Audit', go: 'u', role: 'admin' },
  { path: '/audit?entity=secret&event=2', title: 'Audit', role: 'admin' },
  { path: '/settings', title: 'Settings', go: 'c' },
  { path: '/settings/sessions', title: 'Settings' },
  { path: '/settings/keys', title: 'Settings' },
  { path: '/settings/secrets', title: 'Settings' },
  { path: '/settings/egress', title: 'Settings' },
  { path: '/settings/notifications', title: 'Settings' },
  { path: '/settings/about', title: 'Settings' },
  { path: '/incidents', title: 'Incidents' },
];

export function pathOf({ path }: ConsolePage, seeded: Seeded): string {
  return typeof path === 'string' ? path : path(seeded);
}
