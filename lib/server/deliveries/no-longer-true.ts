// Whether what a channel is about to be told has passed meanwhile: held back over quiet hours, or tried in vain for long.
import 'server-only';
import type { ChannelDelivery } from '../../store/deliveries/claim-deliveries';
import { readAlert } from '../../store/read/list-alerts';
import { readApproval } from '../../store/read/read-approval';
import type { EventParts } from './callback-body';

/** @returns why nobody has to be told any more, in plain words; null where it is still so. @throws StoreUnavailableError */
export async function noLongerTrue(
  { db }: Pick<EventParts, 'db'>,
  { event, approvalId, alertId, owed }: Pick<ChannelDelivery, 'event' | 'approvalId' | 'alertId' | 'owed'>,
): Promise<string | null> {
  const untold =
    owed === null ? 'Nobody was told' : `Not told to ${owed.join(', ')}, who did not have it yet`;
  switch (event) {
    case 'approval.pending':
    case 'approval.expiring':
    case 'approval.escalated': {
      const approval = approvalId === null ? null : await readApproval(db, approvalId);
      if (approval === null || approval.status === 'pending') return null;
      return `${untold}: by then it was ${approval.status}.`;
    }
    case 'alert': {
      const alert = alertId === null ? null : await readAlert(db, alertId);
      return alert?.status === 'resolved' ? `${untold}: by then its cause was gone.` : null;
    }
    case 'approval.decided':
    case 'run.failed':
    case 'test':
      return null;
  }
}
