// One hatch for each person needed, filled for each who has approved.
import { cx } from './class-names';

export type QuorumProps = { have: number; need: number; size?: 'md' | 'sm'; className?: string };

export function Quorum({ have, need, size = 'md', className }: QuorumProps) {
  return (
    <span
      role="img"
      aria-label={`${have} of ${need} approvals`}
      title={`${have} of ${need} approvals`}
      data-size={size}
      className={cx('quorum', className)}
    >
      {Array.from({ length: need }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: hatches have no identity but their place
        <i key={index} data-filled={index < have} />
      ))}
    </span>
  );
}
