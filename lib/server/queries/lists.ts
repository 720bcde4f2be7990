// The lists that need nothing but the store: approvals, budgets, secrets, API keys.
import 'server-only';
import type { ApiKeyShape } from '../../contract/api-key';
import type {
  ApprovalCount,
  ApprovalShape,
  CountApprovalsQuery,
  ListApprovalsQuery,
} from '../../contract/approval';
import type { BudgetShape, HoldShape } from '../../contract/budget';
import type { SecretShape, SecretVersionShape } from '../../contract/configuration';
import type { Page } from '../../contract/page';
import { RequestError } from '../../domain/errors';
import { listApiKeys as apiKeys } from '../../store/read/list-api-keys';
import { countApprovals as approvalCount, listApprovals as approvals } from '../../store/read/list-approvals';
import { listBudgets as budgets } from '../../store/read/list-budgets';
import { listHolds as holds } from '../../store/read/list-holds';
import { listSecrets as secrets, listSecretVersions as secretVersions } from '../../store/read/read-secrets';
import type { App } from '../app';

type Listing = { readonly limit: number; readonly cursor?: string | undefined };

export function listApprovals(
  { db }: Pick<App, 'db'>,
  query: ListApprovalsQuery,
  personId: string | null = null,
): Promise<Page<ApprovalShape>> {
  return approvals(db, query, personId);
}

export function countApprovals(
  { db }: Pick<App, 'db'>,
  filter: CountApprovalsQuery,
  personId: string | null = null,
): Promise<ApprovalCount> {
  return approvalCount(db, filter, personId);
}

export function listSecrets({ db }: Pick<App, 'db'>, query: Listing): Promise<Page<SecretShape>> {
  return secrets(db, query);
}

/** Newest first. @throws RequestError not_found */
export async function listSecretVersions(
  { db }: Pick<App, 'db'>,
  name: string,
  query: Listing,
): Promise<Page<SecretVersionShape>> {
  const page = await secretVersions(db, name, query);
  if (page === null) throw new RequestError('not_found', `There is no secret ${name}.`);
  return page;
}

export function listApiKeys({ db }: Pick<App, 'db'>, query: Listing): Promise<Page<ApiKeyShape>> {
  return apiKeys(db, query);
}

export function listHolds({ db }: Pick<App, 'db'>, query: Listing): Promise<Page<HoldShape>> {
  return holds(db, query);
}

export function listBudgets({ db }: Pick<App, 'db'>, query: Listing): Promise<Page<BudgetShape>> {
  return budgets(db, query);
}
