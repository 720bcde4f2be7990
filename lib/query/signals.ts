// Acts about events from outside.
import { mutationOptions } from '@tanstack/react-query';
import type { SendSignalBody } from '../contract/signal';
import { SIGNAL_ENDPOINTS } from '../contract/signal-endpoints';
import { api } from './api';
import { askAgain } from './ask-again';
import { queryKeys } from './query-keys';

export type SendRunSignalAct = {
  readonly intent: string;
  readonly id: string;
  readonly body: SendSignalBody;
};

export function sendRunSignalMutation() {
  return mutationOptions({
    mutationKey: ['sendRunSignal'],
    mutationFn: ({ intent, id, body }: SendRunSignalAct) =>
      api(SIGNAL_ENDPOINTS.sendRunSignal, { params: { id }, body, intent }),
    onSettled: (_sent, _error, { id }, _kept, { client }) => {
      askAgain(client, queryKeys.runs.detail(id));
      askAgain(client, queryKeys.runs.lists());
    },
  });
}
