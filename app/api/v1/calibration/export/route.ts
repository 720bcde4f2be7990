// The bins of the calibration, as a file.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { download } from '@/lib/server/http/download';
import { methods } from '@/lib/server/http/methods';
import { exportCalibration } from '@/lib/server/queries/read-calibration';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: download(ENDPOINTS.exportCalibration, ({ app, query }) => exportCalibration(app, query)),
});
