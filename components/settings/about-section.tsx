// What this installation is: its version for everybody, what it runs on and who works in it for administrators.
'use client';
import { useQuery } from '@tanstack/react-query';
import type { AboutShape } from '@/lib/contract/installation';
import { formatBytes, plural } from '@/lib/format/count';
import { aboutOptions } from '@/lib/query/installation';
import { useMay } from '../account/use-me';
import { Loading, StaleBanner } from '../shell/load-error';
import { KeyValue, type KeyValueItem } from '../ui/key-value';
import { Seam } from '../ui/seam';
import { NameForm } from './name-form';
import { WorkersTable } from './workers-table';
import { ZoneForm } from './zone-form';

const ROLE_WORDS = { all: 'console, API and worker', web: 'console and API', worker: 'worker' } as const;

export function AboutSection() {
  const query = useQuery(aboutOptions());
  const mayName = useMay('admin');
  const about = query.data;
  if (about === undefined) return <Loading what="What this is" query={query} rows={6} />;
  return (
    <>
      <StaleBanner query={query} />
      {mayName && <NameForm />}
      {mayName && <ZoneForm />}
      <Seam title="This installation">
        <KeyValue items={facts(about)} className="max-w-2xl px-4 pb-4 max-md:px-3" />
      </Seam>
      {about.details !== null && (
        <Seam
          title="Workers"
          note={plural(about.details.workers.filter(({ live }) => live).length, 'at work', 'at work')}
        >
          <WorkersTable workers={about.details.workers} />
        </Seam>
      )}
      {about.details === null && (
        <p className="border-t border-line px-4 py-3 text-xs text-muted max-md:px-3">
          {`What it runs on is shown to administrators: ${about.administrators.map(({ name, email }) => `${name} (${email})`).join(', ')}.`}
        </p>
      )}
    </>
  );
}

function facts({ version, runtimeVersion, demo, details }: AboutShape): KeyValueItem[] {
  const always: KeyValueItem[] = [
    { name: 'Version', value: version },
    { name: 'Journal is written by', value: runtimeVersion, mono: true },
    { name: 'Demo', value: demo ? 'on: simulated services and models' : 'off' },
  ];
  if (details === null) return always;
  const { database, privateHosts } = details;
  return [
    ...always,
    {
      name: 'Address for people',
      value: details.url ?? 'not set (BULKHEAD_URL)',
      mono: details.url !== null,
    },
    { name: 'This process is', value: ROLE_WORDS[details.role] },
    { name: 'Runs are woken by', value: details.dispatcher },
    { name: 'PostgreSQL', value: database.version },
    { name: 'Database size', value: formatBytes(database.sizeBytes) },
    { name: 'Connections of one process', value: `at most ${details.databaseConnections}` },
    {
      name: 'Private hosts that may be reached',
      value: privateHosts.length === 0 ? 'none' : privateHosts.join(', '),
      mono: privateHosts.length > 0,
    },
    { name: 'Proxies that are believed', value: String(details.trustedProxies) },
    { name: 'Data directory', value: details.dataDir, mono: true },
  ];
}
