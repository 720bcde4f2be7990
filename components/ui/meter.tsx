// Money against its limit: spent solid, held hatched, forecast a thick tick, the limit a thin tick at 87 % of the track,
// so that an overshoot can be seen. Draws shares, formats nothing.
import { cx } from './class-names';

/** Where the limit stands on the track. */
const LIMIT_AT = 100 / 1.15;

const onTrack = (value: number, limit: number): number =>
  limit <= 0 ? (value > 0 ? 100 : 0) : Math.min(100, Math.max(0, (value / limit) * LIMIT_AT));

export type MeterProps = {
  spent: number;
  held?: number;
  forecast?: number;
  limit: number;
  /** The whole as a sentence: "$41.83 spent and $0.94 held of $60.00". */
  label: string;
  size?: 'md' | 'lg';
  className?: string;
};

export function Meter({ spent, held = 0, forecast, limit, label, size = 'md', className }: MeterProps) {
  const solid = onTrack(spent, limit);
  const hatched = onTrack(spent + held, limit) - solid;
  return (
    <div
      role="img"
      aria-label={label}
      data-size={size}
      data-over={spent + held > limit || (forecast ?? 0) > limit}
      className={cx('meter', className)}
    >
      <i className="spent" style={{ width: `${solid}%` }} />
      {hatched > 0 && <i className="held" style={{ left: `${solid}%`, width: `${hatched}%` }} />}
      <em className="limit" style={{ left: `${LIMIT_AT}%` }} />
      {forecast !== undefined && <b className="forecast" style={{ left: `${onTrack(forecast, limit)}%` }} />}
    </div>
  );
}

/** One of its marks, for a legend. */
export function MeterSign({ of }: { of: 'spent' | 'held' | 'forecast' | 'limit' }) {
  return <i aria-hidden="true" data-of={of} className="meter-sign" />;
}
