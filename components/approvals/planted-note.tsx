// Says that calls may be planted in the queue: people are told that it happens, and never which.
'use client';
import { useQuery } from '@tanstack/react-query';
import { settingsOptions } from '@/lib/query/installation';

export function PlantedNote() {
  const { data } = useQuery(settingsOptions());
  if (data === undefined || data.plantedShare === 0) return null;
  return (
    <p className="flex-none border-t border-line px-3.5 py-2 text-xs text-muted">
      Now and then a call here is planted to see whether it is read. It is never sent.
    </p>
  );
}
