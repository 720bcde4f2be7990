// Another password for oneself: the present one, the next one twice, and what the server said of them at its field.
'use client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { newPassword } from '@/lib/contract/people';
import { changePasswordMutation } from '@/lib/query/people';
import { ApiProblem, messageOf } from '@/lib/query/problem-error';
import { TextField } from '../ui/text-field';
import { useTypedBefore } from '../ui/use-typed-before';

export type PasswordFormProps = {
  id?: string;
  /** What the present one is called here: "The password you were given". */
  presentLabel: string;
  size?: 'md' | 'lg';
  onPending?: (pending: boolean) => void;
  onChanged: () => void;
  /** The way to send it; left out where it stands elsewhere and names the form by `id`. */
  children?: ReactNode;
};

type Words = { current: string; next: string; again: string };
type Problems = { readonly [K in keyof Words]?: string };

function problemsOf({ current, next, again }: Words): Problems {
  const judged = newPassword.safeParse(next);
  return {
    ...(current === '' ? { current: 'is needed' } : {}),
    ...(judged.success ? {} : { next: judged.error.issues[0]?.message ?? 'can’t be used' }),
    ...(again === next ? {} : { again: 'must be the same as above' }),
  };
}

export function PasswordForm({
  id,
  presentLabel,
  size = 'md',
  onPending,
  onChanged,
  children,
}: PasswordFormProps) {
  const [words, setWords] = useState<Words>({ current: '', next: '', again: '' });
  const [problems, setProblems] = useState<Problems>({});
  const [form, ready] = useTypedBefore((typed) =>
    setWords({ current: typed('current'), next: typed('next'), again: typed('again') }),
  );
  const change = useMutation(changePasswordMutation());
  const refused = change.error instanceof ApiProblem ? change.error : undefined;
  const placed = refused !== undefined && refused.problem.errors.length > 0;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (change.isPending) return;
    const found = problemsOf(words);
    setProblems(found);
    if (Object.keys(found).length > 0) return;
    onPending?.(true);
    change.mutate(
      { current: words.current, next: words.next },
      { onSuccess: onChanged, onSettled: () => onPending?.(false) },
    );
  };
  const field = (name: keyof Words, label: string, autoComplete: string) => (
    <TextField
      label={label}
      size={size}
      type="password"
      name={name}
      autoComplete={autoComplete}
      required
      hint={
        name === 'next' ? 'At least 12 characters. Several words are easier to keep than signs.' : undefined
      }
      value={words[name]}
      error={problems[name] ?? refused?.messageAt(`/${name}`)}
      onChange={(event) => {
        setWords({ ...words, [name]: event.target.value });
        setProblems({ ...problems, [name]: undefined });
        change.reset();
      }}
    />
  );
  return (
    <form
      ref={form}
      id={id}
      method="post"
      noValidate
      onSubmit={submit}
      className="grid gap-3.5"
      data-ready={ready || undefined}
    >
      {change.error !== null && !placed && (
        <p role="alert" data-state-of="failed" className="text-xs text-state">
          {messageOf(change.error)}
        </p>
      )}
      {field('current', presentLabel, 'current-password')}
      {field('next', 'New password', 'new-password')}
      {field('again', 'New password again', 'new-password')}
      {children}
    </form>
  );
}
