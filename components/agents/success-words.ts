// The share of runs that succeeded, of those that came to an end by themselves: what people cancelled tells nothing of the agent. Pure.
import { formatPercent } from '@/lib/format/count';

export function successWords({ succeeded, failed }: { succeeded: number; failed: number }): string {
  return succeeded + failed === 0 ? '–' : formatPercent(succeeded / (succeeded + failed));
}
