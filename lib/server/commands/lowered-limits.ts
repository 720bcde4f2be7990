// Bounds of a run are raised, never lowered: what is below the present one is a problem of the request.
import type { Problem } from '../../domain/errors';
import type { RaisedLimits, RunLimits } from '../../domain/run';

/** A problem below `/limits` for each bound that would be lower than it is. */
export function loweredLimits(raised: RaisedLimits, present: RunLimits): Problem[] {
  const names = Object.keys(present) as (keyof RunLimits)[]; // safe because a parsed RunLimits has no other keys
  return names.flatMap((name) => {
    const value = raised[name];
    if (value === undefined || value >= present[name]) return [];
    const message = `must be at least ${present[name]}: bounds may only be raised`;
    return [{ path: `/limits/${name}`, message }];
  });
}
