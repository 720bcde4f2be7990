// What stated confidence was worth.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readCalibration } from '@/lib/server/queries/read-calibration';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readCalibration, ({ app, query }) => readCalibration(app, query)),
});
