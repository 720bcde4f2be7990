// What a halt means at this moment, in a sentence: who obeys it, and what is still under way.
import type { HaltShape } from '@/lib/contract/halt';
import { plural } from '@/lib/format/count';

/** Of a standing halt: how far it has come. */
export function haltProgress({ effective, workers, inFlightCount }: HaltShape): string {
  const flying = inFlightCount === 0 ? '' : `${plural(inFlightCount, 'call')} still in flight`;
  if (!effective) {
    const obeying = workers.live - workers.pending;
    const said = `not effective yet: ${obeying} of ${plural(workers.live, 'worker')} obey`;
    return flying === '' ? said : `${said}, ${flying}`;
  }
  return flying === '' ? 'effective, nothing is in flight' : `effective, ${flying}`;
}

/** The longest waiting first, at most three by name. */
export function inFlightWords({ inFlight, inFlightCount }: HaltShape): string {
  const named = inFlight.slice(0, 3).map(({ name, agent }) => `${name} of ${agent}`);
  const more = inFlightCount - named.length;
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
}
