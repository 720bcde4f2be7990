// Where a channel goes: the fields of its kind. What proves who sends is named, never written.
'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useId } from 'react';
import { secretsOptions } from '@/lib/query/configuration';
import { routes } from '@/lib/routes';
import { Select } from '../ui/select';
import { TextArea } from '../ui/text-area';
import { TextField } from '../ui/text-field';
import type { ChannelForm } from './channel-form';

export function ChannelFields(form: ChannelForm) {
  switch (form.draft.kind) {
    case 'webhook':
      return <WebhookFields {...form} />;
    case 'slack':
      return (
        <SecretField
          {...form}
          label="Secret with the address of the incoming webhook"
          required
          placeholder="SLACK_WEBHOOK"
          hint="Whoever knows the address may post, so the address is a secret as a whole."
        />
      );
    case 'email':
      return <MailFields {...form} />;
  }
}

type SecretFieldProps = ChannelForm & {
  label: string;
  required?: boolean;
  placeholder: string;
  hint: React.ReactNode;
};

function SecretField({
  draft,
  change,
  problem,
  label,
  required = false,
  placeholder,
  hint,
}: SecretFieldProps) {
  const listId = useId();
  const secrets = useQuery(secretsOptions()).data?.items ?? [];
  return (
    <>
      <TextField
        label={label}
        mono
        required={required}
        list={listId}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        value={draft.secretRef}
        error={problem('/secretRef')}
        hint={
          <>
            {hint} Values are put under{' '}
            <Link className="link underline" href={routes.settings('secrets')}>
              Secrets
            </Link>
            .
          </>
        }
        onChange={({ target }) => change({ secretRef: target.value })}
      />
      <datalist id={listId}>
        {secrets.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}

function WebhookFields(form: ChannelForm) {
  const { draft, change, problem } = form;
  return (
    <>
      <TextField
        label="Address"
        mono
        required
        type="url"
        autoComplete="off"
        spellCheck={false}
        placeholder="https://pager.example.com/events"
        value={draft.url}
        error={problem('/url')}
        onChange={({ target }) => change({ url: target.value })}
      />
      <TextArea
        label="Headers"
        mono
        rows={2}
        spellCheck={false}
        placeholder="Authorization: Bearer {{secret:PAGER_TOKEN}}"
        value={draft.headers}
        error={problem('/headers')}
        hint="One a line. What proves who sends comes from the vault."
        onChange={({ target }) => change({ headers: target.value })}
      />
      <SecretField
        {...form}
        label="Secret that signs"
        placeholder="PAGER_SIGNING_KEY"
        hint="Left empty: nothing is signed."
      />
    </>
  );
}

const TLS = [
  { value: 'required', label: 'Required' },
  { value: 'optional', label: 'Optional, within a private network' },
] as const;

function MailFields(form: ChannelForm) {
  const { draft, change, problem } = form;
  return (
    <>
      <SecretField
        {...form}
        label="Secret with the mail server"
        required
        placeholder="SMTP_URL"
        hint={
          <>
            Its value is <code>smtps://user:password@host:465</code> or{' '}
            <code>smtp://user:password@host:587</code>.
          </>
        }
      />
      <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
        <TextField
          label="From"
          required
          type="email"
          autoComplete="off"
          placeholder="bulkhead@example.com"
          value={draft.from}
          error={problem('/from')}
          onChange={({ target }) => change({ from: target.value })}
        />
        <Select
          label="TLS"
          value={draft.tls}
          options={TLS}
          error={problem('/tls')}
          onValueChange={(tls) => change({ tls: tls === 'optional' ? 'optional' : 'required' })}
        />
      </div>
      <TextArea
        label="To"
        required
        rows={2}
        spellCheck={false}
        placeholder="on-call@example.com"
        value={draft.to}
        error={problem('/to')}
        hint="One a line; everybody sees who else has it."
        onChange={({ target }) => change({ to: target.value })}
      />
    </>
  );
}
