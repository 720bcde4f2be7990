// The address of the approvals and of one of them: the queue and its card are one page, so that choosing keeps its place.
import { ApprovalsView } from '@/components/approvals/approvals-view';

export const metadata = { title: 'Approvals' };

export default function ApprovalsPage() {
  return <ApprovalsView />;
}
