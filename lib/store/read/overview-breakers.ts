// Knows which breakers in use do not stand closed at this moment. One that nothing calls any more is nobody's concern.
import type { Pool } from 'pg';
import type { OverviewShape } from '../../contract/overview';
import { parseBreakerKey } from '../../domain/breaker';
import { catalogEntries, keyOf } from './breaker-catalog';
import { shutStandings } from './breaker-standing';

const SHOWN_MOST = 8;
/** Beyond this many that are shut nobody needs an exact number. */
const COUNTED_MOST = 500;

export async function breakersNow(pool: Pool): Promise<OverviewShape['breakers']> {
  const shut = (await shutStandings(pool, COUNTED_MOST)).flatMap((standing) => {
    const of = parseBreakerKey(standing.key);
    return of === null ? [] : [{ ...standing, name: of.name }];
  });
  const used =
    shut.length === 0
      ? []
      : await catalogEntries(
          pool,
          [],
          shut.map(({ name }) => name),
        );
  const keys = new Set(used.map(keyOf));
  const mine = shut.filter(({ key }) => keys.has(key));
  const count = (wanted: string) => mine.filter(({ state }) => state === wanted).length;
  return {
    open: count('open'),
    halfOpen: count('half_open'),
    isolated: count('isolated'),
    shut: mine.slice(0, SHOWN_MOST).map(({ key, name, state, opensUntil, probes, isolated }) => ({
      key,
      name,
      state,
      opensUntil,
      probes,
      isolated,
    })),
  };
}
