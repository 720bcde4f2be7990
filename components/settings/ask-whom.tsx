// In the place of a section that one may not use: what it is, and who can help.
'use client';
import { useQuery } from '@tanstack/react-query';
import { aboutOptions } from '@/lib/query/installation';
import type { SettingsSection } from '@/lib/routes';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
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
          {data.administrators.map(({ name, email }, index) => (
            <span key={email}>
              {index > 0 && ', '}
              {`${name} (`}
              <a
                className="underline decoration-line-strong underline-offset-2 hover:text-ink"
                href={`mailto:${email}`}
              >
                {email}
              </a>
              {')'}
            </span>
          ))}
          .
        </>
      )}
    </EmptyState>
  );
}
