// A reason that somebody may give, as the audit may keep it: people paste what they have at hand.
import 'server-only';
import { spoken } from '../../runtime/stored-payload';
import type { App } from '../app';

export function saidReason(reason: string | undefined, { redactor }: Pick<App, 'redactor'>): string | null {
  return reason === undefined ? null : spoken(reason, redactor);
}
