// Alerts with what they say.
import 'server-only';
import type { AlertShape, ListAlertsQuery } from '../../contract/alert';
import type { Page } from '../../contract/page';
import { RequestError } from '../../domain/errors';
import { listAlerts as list, readAlert as read } from '../../store/read/list-alerts';
import type { App } from '../app';
import { saidAlert } from './said-alert';

/** Newest first. */
export async function listAlerts({ db }: Pick<App, 'db'>, query: ListAlertsQuery): Promise<Page<AlertShape>> {
  const page = await list(db, query);
  return { ...page, items: page.items.map(saidAlert) };
}

/** @throws RequestError not_found */
export async function requireAlert({ db }: Pick<App, 'db'>, id: string): Promise<AlertShape> {
  const alert = await read(db, id);
  if (alert === null) throw new RequestError('not_found', `There is no alert ${id}.`);
  return saidAlert(alert);
}
