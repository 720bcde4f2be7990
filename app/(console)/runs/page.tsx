// The runs list's address.
import { RunsView } from '@/components/runs/runs-view';

export const metadata = { title: 'Runs' };

export default function RunsPage() {
  return <RunsView />;
}
