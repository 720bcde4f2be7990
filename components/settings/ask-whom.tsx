// In the place of a section that one may not use: what it is, and who can help.
'use client';
import { useQuery } from '@tanstack/react-query';
import { aboutOptions } from '@/lib/query/installation';
import type { SettingsSection } from '@/lib/routes';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { Administrators } from './administrators';
import { SECTION_FACTS } from './sections';

export function AskWhom({ section }: { section: SettingsSection }) {
  const { data } = useQuery(aboutOptions());
  const { label, deed } = SECTION_FACTS[section];
  return (
    <EmptyState title={`${label} are not yours to manage`} icon={<Glyph name="people" />}>
      {`Your role does not let you ${deed}.`}
      {data !== undefined && data.administrators.length > 0 && (
        <>
          {' An administrator can do it for you, or give you another role: '}
          <Administrators of={data.administrators} />.
        </>
      )}
    </EmptyState>
  );
}
