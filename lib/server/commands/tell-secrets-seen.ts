// Tells that somebody sent a registered secret to where none may stand. The same intent again tells it again, which raises no second alert.
import 'server-only';
import type { SecretSighting } from '../../ports/leaks';
import type { App } from '../app';

export async function tellSecretsSeen(
  { store, ids, hints }: Pick<App, 'store' | 'ids' | 'hints'>,
  seen: SecretSighting,
): Promise<void> {
  if (seen.secrets.length === 0) return;
  const told = await store.tellSecrets(seen, () => ids.timeOrdered());
  hints.publish(told.map((id) => ({ topic: 'alerts', id })));
}
