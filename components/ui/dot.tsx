// The small square between two facts of one line.
import { cx } from './class-names';

export function Dot({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        'mx-[7px] inline-block size-[3px] flex-none rounded-[1px] bg-line-strong align-middle',
        className,
      )}
    />
  );
}
