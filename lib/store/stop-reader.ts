// Knows what is stopped, for workers, and which worker acts by which epoch.
import type { Pool } from 'pg';
import { z } from 'zod';
import { actor } from '../domain/principal';
import { type Stops, stopScope } from '../domain/stop';
import { STOPS_KEPT_MS, type StopReader } from '../ports/stops';
import { storeError } from './store-errors';

/** The highest epoch that was committed: whoever sets or lifts holds a lock until then, so that epochs are seen in order. */
export const PRESENT_EPOCH = `(SELECT coalesce(max(greatest(epoch, lifted_epoch)), 0) FROM stop)`;

/** One row at least, so that the epoch is told also where nothing is stopped. No row: nothing new since $1. */
const READ = `SELECT present.epoch AS "presentEpoch", s.epoch, s.scope, s.set_by AS by, s.reason, s.set_at AS "setAt", s.lifted_at AS "liftedAt"
  FROM (SELECT ${PRESENT_EPOCH} AS epoch) present
  LEFT JOIN stop s ON s.lifted_at IS NULL OR s.lifted_at > now() - make_interval(secs => $2::float8 / 1000)
  WHERE $1::bigint IS NULL OR present.epoch <> $1 ORDER BY s.epoch`;
const ACKNOWLEDGE = `UPDATE worker SET stop_epoch = greatest(stop_epoch, $2) WHERE id = $1`;

const standing = z.object({
  epoch: z.number(),
  scope: stopScope,
  by: actor,
  reason: z.string(),
  setAt: z.string(),
  liftedAt: z.string().nullable(),
});

export function createStopReader(pool: Pool): StopReader {
  return {
    async readStops(knownEpoch): Promise<Stops | null> {
      try {
        const { rows } = await pool.query<{ presentEpoch: number; epoch: number | null }>({
          name: 'read_stops',
          text: READ,
          values: [knownEpoch, STOPS_KEPT_MS],
        });
        const [first] = rows;
        if (first === undefined) return null;
        const stops = rows.filter(({ epoch }) => epoch !== null).map((row) => standing.parse(row));
        return { epoch: first.presentEpoch, stops };
      } catch (error) {
        throw storeError(error, 'read stops');
      }
    },
    async acknowledgeStops(workerId, epoch) {
      try {
        await pool.query({ name: 'acknowledge_stops', text: ACKNOWLEDGE, values: [workerId, epoch] });
      } catch (error) {
        throw storeError(error, 'acknowledge stops');
      }
    },
  };
}
