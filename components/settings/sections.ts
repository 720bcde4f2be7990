// The sections of the settings: what each is about, and the scope that its data asks for.
import type { Scope } from '@/lib/domain/principal';
import type { SettingsSection } from '@/lib/routes';

export type SectionFacts = {
  readonly label: string;
  /** In the middle of a sentence: "To manage people, ask …". */
  readonly deed: string;
  readonly needs: Scope | 'signed-in';
};

export const SECTION_FACTS: { readonly [S in SettingsSection]: SectionFacts } = {
  people: { label: 'People', deed: 'manage people', needs: 'people:write' },
  sessions: { label: 'Sessions', deed: 'see and end the sessions of others', needs: 'people:write' },
  keys: { label: 'API keys', deed: 'make and revoke API keys', needs: 'people:write' },
  secrets: { label: 'Secrets', deed: 'add and replace secrets', needs: 'secrets:write' },
  notifications: {
    label: 'Notifications',
    deed: 'say how people are told of what waits',
    needs: 'channels:write',
  },
  prices: { label: 'Prices', deed: 'change what models cost', needs: 'models:write' },
  egress: { label: 'Egress', deed: 'see where requests may go', needs: 'tools:read' },
  about: { label: 'About', deed: 'see what this installation is', needs: 'signed-in' },
};
