// The steps of a run in 52 px: model light, tool dark, wait hatched, each as wide as its share of the time.
import { cx } from './class-names';

export type MiniPart = { kind: 'model' | 'tool' | 'wait'; weight: number };

export type MiniBarProps = { parts: readonly MiniPart[]; label: string; className?: string };

export function MiniBar({ parts, label, className }: MiniBarProps) {
  return (
    <span role="img" aria-label={label} className={cx('mini', className)}>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the run
        <i key={index} data-kind={part.kind} style={{ flex: Math.max(0.2, part.weight) }} />
      ))}
    </span>
  );
}
