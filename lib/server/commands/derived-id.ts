// The id of what is made under an intent: the same over all its retries, so that a crash between the act and its kept answer makes no second one.
import 'server-only';
import type { HashText } from '../../domain/journal-row';
import { actorOf, type Principal } from '../../domain/principal';
import type { Intent } from '../http/answer-once';

export type Made =
  | 'run'
  | 'compensation'
  | 'fork'
  | 'bulk'
  | 'view'
  | 'delivery'
  | 'event'
  | 'signal'
  | 'incident'
  | 'usage_import';

/** A UUIDv7 whose time is the intent's and whose random part is made from who asked, under which key, and for what. */
export function derivedId(intent: Intent, principal: Principal, hash: HashText, what: Made): string {
  const time = Date.parse(intent.startedAt).toString(16).padStart(12, '0');
  const { kind, id } = actorOf(principal);
  const digest = hash(JSON.stringify([what, kind, id, intent.key, intent.startedAt]));
  const variant = ((Number.parseInt(digest.slice(3, 4), 16) & 0x3) | 0x8).toString(16);
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${digest.slice(0, 3)}`,
    `${variant}${digest.slice(4, 7)}`,
    digest.slice(7, 19),
  ].join('-');
}
