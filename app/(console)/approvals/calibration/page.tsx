// The address of the calibration.
import { CalibrationView } from '@/components/reviews/calibration-view';
import { PageDrawn } from '@/components/shell/page-drawn';
import { page } from '@/lib/server/http/page';

export const metadata = { title: 'Calibration' };

export default page('approvals:read', () => (
  <>
    <PageDrawn />
    <CalibrationView />
  </>
));
