// One run as evidence.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { exportEvidence } from '@/lib/server/evidence/read-evidence';
import { download } from '@/lib/server/http/download';
import { methods } from '@/lib/server/http/methods';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: download(ENDPOINTS.exportEvidence, ({ app, principal, params }) =>
    exportEvidence(app, principal, params.id),
  ),
});
