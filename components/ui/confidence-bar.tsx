// A stated confidence against the threshold below which a person is asked. Says so when none was stated.
import { cx } from './class-names';

export type ConfidenceBarProps = {
  /** 0..1; undefined where the model stated none. */
  confidence: number | undefined;
  threshold?: number | undefined;
  className?: string;
};

const share = (value: number): string => `${Math.min(1, Math.max(0, value)) * 100}%`;

export function ConfidenceBar({ confidence, threshold, className }: ConfidenceBarProps) {
  const stated = confidence === undefined ? 'none stated' : confidence.toFixed(2);
  const asks = threshold === undefined ? '' : `, asks a person below ${threshold.toFixed(2)}`;
  return (
    <div className={className}>
      <div role="img" aria-label={`Confidence ${stated}${asks}`} data-kind="confidence" className="meter">
        {confidence !== undefined && <i className="spent" style={{ width: share(confidence) }} />}
        {threshold !== undefined && <b className="forecast" style={{ left: share(threshold) }} />}
      </div>
      <p className="mt-[5px] flex items-baseline gap-2 text-xs">
        <b className={cx('text-md', confidence === undefined && 'text-muted')}>{stated}</b>
        <span className="text-muted">{`stated confidence${asks}`}</span>
      </p>
    </div>
  );
}
