// Says across the page that nothing comes in by itself any more, and what is done about it.
'use client';
import { useLiveState } from '@/lib/query/use-live-events';
import { Banner } from '../ui/banner';

export function StreamBanner() {
  const { state } = useLiveState();
  if (state !== 'lost') return null;
  return (
    <Banner state="waiting" title="Live updates are lost." aside="the last good data stays">
      Everything on this page is asked for again every few seconds until they are back.
    </Banner>
  );
}
