// Knows who signs in to a demo, one person per role; refuses to know their password (BULKHEAD_DEMO_PASSWORD).
import type { Role } from '../../domain/principal';

export interface DemoPerson {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

/** Created on a start in demo mode when they aren't there; the administrator is not one of them. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { email: 'operator@example.com', name: 'Ada Obi', role: 'operator' },
  { email: 'approver@example.com', name: 'Grace Lind', role: 'approver' },
  { email: 'engineer@example.com', name: 'Noor Haddad', role: 'engineer' },
  { email: 'viewer@example.com', name: 'Tom Weiss', role: 'viewer' },
];
