// Says across every page that everything is halted: who, since when, why, whether it is effective and what is in flight.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { haltOptions } from '@/lib/query/halt';
import { useMay } from '../account/use-me';
import { Banner } from '../ui/banner';
import { Button } from '../ui/button';
import { RelativeTime } from '../ui/relative-time';
import { LiftHaltDialog } from './halt-dialogs';
import { haltProgress, inFlightWords } from './halt-words';

export function HaltBanner() {
  const [asking, setAsking] = useState(false);
  const { data } = useQuery(haltOptions());
  const may = useMay('runs:write');
  if (data?.halted !== true) return null;
  const { by, since, reason } = data;
  const flying = inFlightWords(data);
  return (
    <>
      <Banner
        state="failed"
        urgent
        title={`Halted by ${by?.label ?? 'somebody'}: “${reason}”`}
        aside={
          since === null ? undefined : (
            <span title={flying === '' ? undefined : flying}>
              <RelativeTime at={since} prefix="since" look="age" />
            </span>
          )
        }
        actions={
          may ? (
            <Button size="sm" onClick={() => setAsking(true)}>
              Lift the halt
            </Button>
          ) : undefined
        }
      >
        Nothing begins anywhere ({haltProgress(data)}
        {flying === '' ? '' : `: ${flying}`}).
      </Banner>
      <LiftHaltDialog open={asking} onClose={() => setAsking(false)} />
    </>
  );
}
