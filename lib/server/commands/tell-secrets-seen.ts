// Tells that somebody sent a registered secret to where none may stand: before what they sent counts, so that a crash tells it once too often at most.
import 'server-only';
import type { SecretSighting } from '../../ports/run-store';
import type { App } from '../app';

export async function tellSecretsSeen(
  { store, ids, hints }: Pick<App, 'store' | 'ids' | 'hints'>,
  seen: SecretSighting,
): Promise<void> {
  if (seen.secrets.length === 0) return;
  const told = await store.tellSecrets(seen, () => ids.timeOrdered());
  hints.publish(told.map((id) => ({ topic: 'alerts', id })));
}
