// What puts the next attempt of a step off, in a few words, and where that can be looked at. Pure.
import type { Deferral } from '@/lib/domain/deferral';
import { routes } from '@/lib/routes';

/** "payments.refund" of `tool:payments.refund@host` and of `tool:payments.refund`. */
export function heldName(key: string): string {
  return key.replace(/^[a-z]+:/, '').replace(/@.*$/, '');
}

export function deferralWord({ by, id }: Pick<Deferral, 'by' | 'id'>): string {
  switch (by) {
    case 'breaker':
      return `breaker ${heldName(id)}`;
    case 'bulkhead':
      return `a free slot of ${heldName(id)}`;
    case 'retry_budget':
      return `the retry budget of ${heldName(id)}`;
    case 'budget':
      return `room in the budget ${id.replace(/^(day|month|total):/, '$1, ')}`;
    case 'resource':
      return id;
    case 'precondition':
      return `a look at its target with ${id}`;
    case 'effect':
      return 'the same call elsewhere';
  }
}

/** The page of what holds it; another run's step is linked where it is told. */
export function deferralHref({ by, id }: Pick<Deferral, 'by' | 'id'>): string | undefined {
  if (by === 'breaker') return routes.breakers({ key: id });
  return by === 'bulkhead' ? routes.breakers({ q: heldName(id) }) : undefined;
}
