// What admission is told of a call that contacts somebody: how often that happened on its key since its last event, itself left out.
import { effectIdOf } from '@/lib/domain/effect';
import type { PlannedCall } from '@/lib/domain/planned-call';
import type { FollowUpFacts } from '@/lib/guard/follow-up-rule';
import type { RunStore } from '@/lib/ports/run-store';

/** A call that stands among the contacts already is counted there, and no further one. */
export async function followUpOf(
  call: PlannedCall,
  { store }: { readonly store: Pick<RunStore, 'contactsOn'> },
): Promise<FollowUpFacts | null> {
  if (call.followUp === undefined) return null;
  const { correlationKey, mostContacts: most, beyond } = call.followUp;
  const own = effectIdOf(call);
  const contacts = await store.contactsOn(correlationKey);
  const stands = contacts.some(({ scope, key }) => scope === own.scope && key === own.key);
  return stands ? null : { correlationKey, sent: contacts.length, most, beyond };
}
