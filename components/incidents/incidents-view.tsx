// The three classic incidents of the demo: what happens, carried out on simulated services without and with Bulkhead.
'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { type IncidentName, incidentName, type IncidentReport as Report } from '@/lib/contract/incident';
import { incidentsOptions, isUnderWay, runIncidentMutation } from '@/lib/query/incidents';
import { newIntent } from '@/lib/query/intent';
import { messageOf } from '@/lib/query/problem-error';
import { useMay } from '../account/use-me';
import { Loading, StaleBanner } from '../shell/load-error';
import { Banner } from '../ui/banner';
import { Button } from '../ui/button';
import { DryChip } from '../ui/dry-chip';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { Icon } from '../ui/icon';
import { PageHead } from '../ui/page-head';
import { Tabs } from '../ui/tabs';
import { IncidentReport } from './incident-report';
import { INCIDENT_WORDS } from './incident-words';

const parser = parseAsStringLiteral(incidentName.options).withDefault('chat-storm');

export function IncidentsView() {
  const [chosen, choose] = useQueryState('incident', parser);
  const query = useQuery(incidentsOptions());
  const run = useMutation(runIncidentMutation());
  const mayRun = useMay('runs:write');
  const underWay = isUnderWay(query.data);
  const start = (
    <Button
      variant="primary"
      icon={<Icon of={Play} />}
      pending={underWay || run.isPending}
      onClick={() => run.mutate({ intent: newIntent(), name: chosen })}
    >
      {underWay ? 'Under way' : 'Let it happen'}
    </Button>
  );
  return (
    <div className="flex h-full flex-col overflow-auto">
      <PageHead title="Incidents" actions={mayRun ? start : undefined}>
        <DryChip className="max-md:hidden">simulated services</DryChip>
      </PageHead>
      {run.error !== null && (
        <Banner state="failed" title="It could not be started.">
          {messageOf(run.error)}
        </Banner>
      )}
      <StaleBanner query={query} />
      {query.data === undefined ? (
        <Loading what="The incidents" query={query} rows={6} />
      ) : (
        <Tabs
          label="Incidents"
          value={chosen}
          onValueChange={(value) => void choose(incidentName.parse(value))}
          items={query.data.items.map(({ name, latest }) => ({
            value: name,
            label: INCIDENT_WORDS[name].title,
            content: <Incident name={name} latest={latest} />,
          }))}
        />
      )}
    </div>
  );
}

function Incident({ name, latest }: { name: IncidentName; latest: Report | null }) {
  const words = INCIDENT_WORDS[name];
  return (
    <>
      <div className="max-w-[860px] px-4 py-3.5 max-md:px-3">
        <p>{words.asked}</p>
        <p className="mt-1 text-muted">{words.fault}</p>
      </div>
      <Outcome name={name} latest={latest} />
    </>
  );
}

function Outcome({ name, latest }: { name: IncidentName; latest: Report | null }) {
  if (latest === null)
    return (
      <EmptyState title="It has not happened here yet" icon={<Glyph name="warning" />}>
        Let it happen: the same agents do the same job twice, first without Bulkhead, then through it, and the
        receivers count what was done. It takes a few seconds and touches simulated services only.
      </EmptyState>
    );
  switch (latest.status) {
    case 'running':
      return (
        <p role="status" className="border-t border-line px-4 py-3.5 text-muted max-md:px-3">
          {INCIDENT_WORDS[name].title} is under way on both sides, one after the other. A few seconds.
        </p>
      );
    case 'failed':
      return (
        <Banner state="failed" title="It could not be carried out.">
          {latest.error}
        </Banner>
      );
    case 'finished':
      return <IncidentReport report={latest} />;
  }
}
