// Knows how a commit counts amounts in windows, settles and releases them; refuses an amount that was decided on another sum than stands there.
import type { WindowChange } from '../../ports/amount-windows';
import type { Section } from '../runs/sections';

export type CountedAmount = Extract<WindowChange, { kind: 'count' }>;
export type SettledAmount = Exclude<WindowChange, CountedAmount>;

export const WINDOW_COUNTS: Section<CountedAmount> = {
  name: 'counted',
  columns: [
    { name: 'run_id', type: 'uuid', of: (c) => c.runId },
    { name: 'step', type: 'int', of: (c) => c.step },
    { name: 'key', type: 'text', of: (c) => c.key },
    { name: 'amount', type: 'numeric', of: (c) => c.amount },
    { name: 'seen', type: 'int8', of: (c) => c.seen },
    { name: 'made', type: 'bool', of: (c) => c.made },
  ],
};

/**
 * One row a run and key: two runs of one batch that add to one window fail it (a row can't be changed twice), and are then written one after the other.
 * The condition is looked at on the locked row, so of two that saw the same sum one comes first and the other is not among the answers.
 */
export const BUMP_WINDOWS = `INSERT INTO amount_window AS w (key, version, seen, updated_at)
  SELECT key, coalesce(min(seen), 0) + 1, min(seen), now() FROM counting GROUP BY run_id, key ORDER BY key
  ON CONFLICT (key) DO UPDATE SET version = w.version + 1, seen = excluded.seen, updated_at = now()
    WHERE excluded.seen IS NULL OR excluded.seen = w.version
  RETURNING w.key`;

/** No key, which the column refuses, where the window moved: nothing of the commit is written then. */
export const COUNT_AMOUNTS = `INSERT INTO window_amount (run_id, step, key, amount, made_at, counted_at)
  SELECT run_id, step, CASE WHEN EXISTS (SELECT FROM bumped WHERE bumped.key = counting.key) THEN key END, amount,
    CASE WHEN made THEN now() END, now()
  FROM counting
  ON CONFLICT (run_id, step, key) DO UPDATE SET amount = excluded.amount, made_at = excluded.made_at, counted_at = excluded.counted_at`;

export const WINDOW_SETTLES: Section<SettledAmount> = {
  name: 'settling',
  columns: [
    { name: 'run_id', type: 'uuid', of: (s) => s.runId },
    { name: 'step', type: 'int', of: (s) => s.step },
    /** null: it is made. */
    { name: 'keeping', type: 'text', of: (s) => (s.kind === 'made' ? null : `{${s.keeping.join(',')}}`) },
  ],
};

export const MAKE_AMOUNTS = `UPDATE window_amount a SET made_at = now() FROM aging
  WHERE aging.keeping IS NULL AND a.run_id = aging.run_id AND a.step = aging.step AND a.made_at IS NULL`;

export const RELEASE_AMOUNTS = `DELETE FROM window_amount a USING aging
  WHERE aging.keeping IS NOT NULL AND a.run_id = aging.run_id AND a.step = aging.step AND a.key <> ALL (aging.keeping::text[])`;
