// What this installation is called: as administrators say, else its address.
'use client';
import { useQuery } from '@tanstack/react-query';
import { settingsOptions } from '@/lib/query/installation';

export function InstallationName({ address }: { address: string }) {
  const { data } = useQuery(settingsOptions());
  return <span title={address}>{data?.displayName ?? address}</span>;
}
