// The ways to look at approvals, over the pages of figures: each goes along with whose calls they are.
'use client';
import { useRouter } from 'next/navigation';
import { routes } from '@/lib/routes';
import { ToggleGroup } from '../ui/toggle-group';

const TABS = [
  { value: 'waiting', label: 'Waiting' },
  { value: 'decided', label: 'Decided' },
  { value: 'metrics', label: 'Metrics' },
  { value: 'calibration', label: 'Calibration' },
] as const;
type Tab = (typeof TABS)[number]['value'];

export type ReviewTabsProps = { tab: 'metrics' | 'calibration'; agent: string | null; tool: string | null };

export function ReviewTabs({ tab, agent, tool }: ReviewTabsProps) {
  const router = useRouter();
  const ofAgent = agent === null ? {} : { agent };
  const whose = { ...ofAgent, ...(tool === null ? {} : { tool }) };
  const hrefs: Readonly<Record<Tab, string>> = {
    waiting: routes.approvals(whose),
    decided: routes.approvals({ status: 'decided', ...whose }),
    metrics: routes.approvalMetrics(whose),
    calibration: routes.calibration(ofAgent),
  };
  return (
    <ToggleGroup<Tab>
      label="Approvals"
      value={tab}
      options={TABS}
      onValueChange={(next) => router.push(hrefs[next])}
    />
  );
}
