// The address of the metrics of approvals.
import { MetricsView } from '@/components/reviews/metrics-view';
import { PageDrawn } from '@/components/shell/page-drawn';
import { page } from '@/lib/server/http/page';

export const metadata = { title: 'Metrics of approvals' };

export default page('approvals:read', () => (
  <>
    <PageDrawn />
    <MetricsView />
  </>
));
