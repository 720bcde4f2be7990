// An alert as it is stored, with the sentence that it says.
import 'server-only';
import type { AlertShape } from '../../contract/alert';
import { alertMessage } from '../../format/alert-message';
import type { StoredAlert } from '../../store/read/list-alerts';

export const saidAlert = (alert: StoredAlert): AlertShape => ({
  ...alert,
  message: alertMessage(alert.fact),
});
