// The overview's address.
import { OverviewView } from '@/components/overview/overview-view';

export const metadata = { title: 'Overview' };

export default function OverviewPage() {
  return <OverviewView />;
}
