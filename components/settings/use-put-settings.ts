// The settings as they are stored, and how one form of them puts what it changed: by the version that was seen, the others as they are.
'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { PutSettingsBody, SettingsShape } from '@/lib/contract/installation';
import { putSettingsMutation, settingsOptions } from '@/lib/query/installation';
import { messageOf } from '@/lib/query/problem-error';

export function usePutSettings() {
  const query = useQuery(settingsOptions());
  const put = useMutation(putSettingsMutation());
  return {
    query,
    /** Undefined while it is not known. */
    stored: query.data,
    pending: put.isPending,
    /** What went wrong with the last try. */
    error: put.error === null ? undefined : messageOf(put.error),
    clearError: put.reset,
    save: (change: Partial<PutSettingsBody>, onSaved: (settings: SettingsShape) => void): void => {
      if (query.data === undefined || put.isPending) return;
      const { displayName, version } = query.data;
      put.mutate(
        { body: { displayName, ...change }, ifMatchVersion: version },
        // Somebody else changed the settings meanwhile: what they said is asked for, what was written stays.
        { onSuccess: onSaved, onError: () => void query.refetch() },
      );
    },
  };
}
