// How the end of a provider's model reads.
import type { Deprecation } from '../domain/price-table';

/** `Deprecated, ends on 1 March 2027; use large-3.` */
export function deprecationWords({ endsAt, use }: Deprecation): string {
  const ends = endsAt === undefined ? '' : `, ends on ${endsAt.slice(0, 10)}`;
  return `Deprecated${ends}${use === undefined ? '' : `; use ${use}`}.`;
}
