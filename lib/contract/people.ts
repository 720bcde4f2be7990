// People on the wire: who may sign in, as what; passwords go in, and only one that was just made comes out, once.
import { z } from 'zod';
import { role } from '../domain/principal';
import { pageOf, timestamp, uuid } from './page';
import { optionalReason } from './reason';

export const emailAddress = z.email('must be an e-mail address').max(200).toLowerCase();

export const userShape = z.strictObject({
  id: uuid,
  email: z.string(),
  name: z.string(),
  role,
  /** Raised with each change of role, name or state. */
  version: z.number().int(),
  disabled: z.boolean(),
  /** Somebody else gave the password: until another one is chosen, the person may do nothing else. */
  passwordIsTemporary: z.boolean(),
  /** False: they sign in at the issuer alone. */
  hasPassword: z.boolean(),
  /** The address of the OpenID issuer where they are known; null: they sign in with a password alone. */
  issuer: z.string().nullable(),
  /** Until then whoever signs in at the issuer with this e-mail address is taken for them. */
  linkUntil: timestamp.nullable(),
  /** Whether a code is asked for after the password. */
  secondFactor: z.boolean(),
  createdAt: timestamp,
  lastSeenAt: timestamp.nullable(),
  openSessions: z.number().int(),
});
export type UserShape = z.infer<typeof userShape>;
export const userPage = pageOf(userShape);

/** What is absent stays; for a new person the name is the part before the @. The reason is told by the audit alone. */
export const putUserBody = optionalReason.extend({
  role,
  name: z.string().trim().min(1).max(100).optional(),
  disabled: z.boolean().optional(),
});
export type PutUserBody = z.infer<typeof putUserBody>;

/** Told once; whoever signs in with it has to choose another password first. */
export const temporaryPassword = z.strictObject({ password: z.string(), until: timestamp });
export type TemporaryPassword = z.infer<typeof temporaryPassword>;

export const linkAllowed = z.strictObject({ until: timestamp });
export type LinkAllowed = z.infer<typeof linkAllowed>;

/** `temporaryPassword` where the person is new, else null. */
export const putUserAnswer = userShape.extend({ temporaryPassword: temporaryPassword.nullable() });
export type PutUserAnswer = z.infer<typeof putUserAnswer>;

/** Shorter ones are guessed. Longer than anybody types would cost more to hash than a sign-in may. */
export const newPassword = z.string().min(12, 'must have at least 12 characters').max(200);
export const changePasswordBody = z.strictObject({
  current: z.string().min(1).max(1_024),
  next: newPassword,
});
export type ChangePasswordBody = z.infer<typeof changePasswordBody>;
