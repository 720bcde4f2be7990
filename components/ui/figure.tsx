// One figure with its name below it: 20 px, as above a chart.
import type { ReactNode } from 'react';

export function Figure({ value, label }: { value: ReactNode; label: ReactNode }) {
  return (
    <div>
      <b className="block text-xl leading-6 tracking-[-.025em]">{value}</b>
      <span className="text-xs text-muted">{label}</span>
    </div>
  );
}
