// Knows how often somebody was contacted on a key since its last event; refuses one contact more than is permitted, whoever asks.
import type { Pool } from 'pg';
import type { EffectId } from '../../domain/effect';
import type { StepOfRun } from '../../domain/run';
import type { ContactClaim } from '../../ports/effect-ledger';
import { planName } from '../runs/plan-name';
import { storeError } from '../store-errors';

/** The same contact again is granted again: a further attempt, or an heir after a crash. Decided on the row itself, so that two askers follow each other. */
const CLAIM = `INSERT INTO contact AS c (correlation_key, contacts, most, updated_at) VALUES ($1, ARRAY[$2::text], $3, now())
  ON CONFLICT (correlation_key) DO UPDATE SET most = $3, updated_at = now(),
    contacts = CASE WHEN $2 = ANY(c.contacts) OR cardinality(c.contacts) >= $3 THEN c.contacts ELSE c.contacts || $2::text END
  RETURNING $2 = ANY(c.contacts) AS granted, cardinality(c.contacts) AS sent`;

/** Nobody takes back what another run or step has counted under the same key. */
const RELEASE = `UPDATE contact SET contacts = array_remove(contacts, $2), updated_at = now() WHERE correlation_key = $1 AND $2 = ANY(contacts)
    AND EXISTS (SELECT FROM effect e WHERE e.scope = $3 AND e.key = $4 AND e.status = 'failed_final' AND e.run_id = $5::uuid AND e.step = $6)`;

/** A person permits any number. */
const ANY_NUMBER = 2_147_483_647;

/** Names an effect among the contacts on a key. */
export const contactOf = ({ scope, key }: EffectId) => `${scope}\n${key}`;

export async function claimContact(
  pool: Pool,
  effect: EffectId,
  { correlationKey, most }: ContactClaim,
): Promise<{ readonly granted: boolean; readonly sent: number }> {
  const values = [correlationKey, contactOf(effect), most ?? ANY_NUMBER];
  const { rows } = await pool.query<{ granted: boolean; sent: number }>({
    name: planName('claim_contact'),
    text: CLAIM,
    values,
  });
  const [row] = rows;
  if (row === undefined) throw new Error('an upsert answers with its row');
  return row;
}

/** The call certainly did not happen: nobody was contacted. */
export async function releaseContact(
  pool: Pool,
  done: EffectId & StepOfRun,
  correlationKey: string,
): Promise<void> {
  const { scope, key, runId, step } = done;
  await pool.query({
    name: planName('release_contact'),
    text: RELEASE,
    values: [correlationKey, contactOf(done), scope, key, runId, step],
  });
}

export async function contactsOn(pool: Pool, correlationKey: string): Promise<readonly EffectId[]> {
  const read = {
    name: planName('contacts_on'),
    text: 'SELECT unnest(contacts) AS contact FROM contact WHERE correlation_key = $1',
    values: [correlationKey],
  };
  try {
    const { rows } = await pool.query<{ contact: string }>(read);
    return rows.map(({ contact }) => {
      const [scope = '', key = ''] = contact.split('\n');
      return { scope, key };
    });
  } catch (error) {
    throw storeError(error, 'read contacts');
  }
}
