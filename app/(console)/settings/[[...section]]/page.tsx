// The settings' address; one section at a time, by default the first that is the person's to use.
import { notFound } from 'next/navigation';
import { SECTION_FACTS } from '@/components/settings/sections';
import { SettingsView } from '@/components/settings/settings-view';
import { queryKeys } from '@/lib/query/query-keys';
import { SETTINGS_SECTIONS, type SettingsSection } from '@/lib/routes';
import { holds } from '@/lib/server/authorize';
import { type PageContext, page } from '@/lib/server/http/page';
import { listChannels } from '@/lib/server/queries/channels';
import { listApiKeys, listSecrets } from '@/lib/server/queries/lists';
import { readAbout, readSettings } from '@/lib/server/queries/read-about';
import { readEgress } from '@/lib/server/queries/read-egress';
import { listUsers } from '@/lib/server/queries/read-people';
import { readPrices } from '@/lib/server/queries/read-prices';
import { readSecretSources } from '@/lib/server/queries/secret-sources';
import { type Asked, Prefetched } from '../../prefetched';

export const metadata = { title: 'Settings' };

const LISTED = { limit: 100 };

function askedFor(section: SettingsSection, { app, person }: PageContext): Asked[] {
  if (!holds(person, SECTION_FACTS[section].needs))
    return [{ queryKey: queryKeys.about(), ask: () => readAbout(app, person) }];
  switch (section) {
    case 'people':
      return [{ queryKey: queryKeys.people(), ask: () => listUsers(app, LISTED), pages: true }];
    case 'sessions':
      return []; // whose they are is for the browser to say: it stands in the query
    case 'keys':
      return [{ queryKey: queryKeys.apiKeys(), ask: () => listApiKeys(app, LISTED), pages: true }];
    case 'secrets':
      return [
        { queryKey: queryKeys.secrets(), ask: () => listSecrets(app, { limit: 500 }) },
        { queryKey: queryKeys.secretSources(), ask: () => readSecretSources(app) },
      ];
    case 'notifications':
      return [{ queryKey: queryKeys.channels.list(), ask: () => listChannels(app, { limit: 500 }) }];
    case 'prices':
      return [{ queryKey: queryKeys.prices(), ask: () => readPrices(app) }];
    case 'egress':
      return [{ queryKey: queryKeys.egress.hosts(), ask: () => readEgress(app) }]; // which refusals stands in the query
    case 'about':
      return [
        { queryKey: queryKeys.about(), ask: () => readAbout(app, person) },
        { queryKey: queryKeys.settings(), ask: () => readSettings(app) },
      ];
  }
}

export default page('signed-in', ({ app, person, params }) => {
  const [named, ...rest] = [params.section ?? []].flat();
  const own = SETTINGS_SECTIONS.find((section) => holds(person, SECTION_FACTS[section].needs));
  const section = named === undefined ? own : SETTINGS_SECTIONS.find((known) => known === named);
  if (section === undefined || rest.length > 0) notFound();
  return (
    <Prefetched asked={askedFor(section, { app, person })}>
      <SettingsView section={section} />
    </Prefetched>
  );
});
