// Micro-USD as dollars, every digit that counts. Unknown is said, never drawn as zero.
import { formatMicroUsd } from '@/lib/format/money';
import { cx } from './class-names';

export type MoneyProps = {
  microUsd: number | bigint | null | undefined;
  /** Decimals a column keeps at least; costs of steps and runs read best with 4. */
  minDigits?: number;
  className?: string;
};

export function Money({ microUsd, minDigits = 2, className }: MoneyProps) {
  if (microUsd === null || microUsd === undefined)
    return <span className={cx('text-faint', className)}>–</span>;
  return <span className={cx('tabular-nums', className)}>{formatMicroUsd(microUsd, { minDigits })}</span>;
}
