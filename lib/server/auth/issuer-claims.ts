// What an issuer says of a person, and whether that lets them in: a verified address of an allowed domain, and a group that has a role here.
import 'server-only';
import { z } from 'zod';
import { valueAtPath } from '../../domain/dotted-path';
import { type JsonValue, jsonValue } from '../../domain/json';
import { ROLES, type Role } from '../../domain/principal';
import type { OidcSettings } from '../../env';

/** Told to the sign-in page as `?error=` (components/sign-in/issuer-words.ts). */
export const ISSUER_REFUSALS = [
  'IssuerClaims',
  'IssuerEmail',
  'IssuerDomain',
  'IssuerRole',
  'IssuerLocalAccount',
  'IssuerDisabled',
  'IssuerLastAdministrator',
  'IssuerOtherPerson',
] as const;
export type IssuerRefusal = (typeof ISSUER_REFUSALS)[number];

export type IssuerPerson = {
  readonly issuer: string;
  readonly subject: string;
  /** Lower case, verified. */
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** When they proved there who they are, in seconds since 1970; null: the issuer does not say. */
  readonly authTimeS: number | null;
};

const claimsShape = z.looseObject({
  iss: z.string().min(1).max(500),
  sub: z.string().min(1).max(255),
  email: z.string().max(200).optional(),
  // Some issuers write it as text.
  email_verified: z.union([z.boolean(), z.literal('true'), z.literal('false')]).optional(),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  auth_time: z.number().int().positive().optional(),
});

type Judged =
  | { readonly refused: null; readonly person: IssuerPerson }
  /** `email` is for the record: what was claimed, verified or not. */
  | { readonly refused: IssuerRefusal; readonly email: string | null };

export function judgeClaims(claims: unknown, settings: OidcSettings): Judged {
  const parsed = claimsShape.safeParse(claims);
  if (!parsed.success) return { refused: 'IssuerClaims', email: null };
  const { iss, sub, email_verified, name, preferred_username, auth_time } = parsed.data;
  const email = parsed.data.email?.trim().toLowerCase() ?? null;
  if (email === null || !z.email().safeParse(email).success || String(email_verified) !== 'true')
    return { refused: 'IssuerEmail', email };
  const { emailDomains } = settings;
  const domain = email.slice(email.lastIndexOf('@') + 1);
  if (emailDomains.length > 0 && !emailDomains.includes(domain)) return { refused: 'IssuerDomain', email };
  const role = roleOf(groupsIn(claims, settings.roleClaim), settings);
  if (role === null) return { refused: 'IssuerRole', email };
  const said = [name, preferred_username].map((text) => text?.trim() ?? '').find((text) => text !== '');
  return {
    refused: null,
    person: {
      issuer: iss,
      subject: sub,
      email,
      name: (said ?? email.slice(0, email.indexOf('@'))).slice(0, 100),
      role,
      authTimeS: auth_time ?? null,
    },
  };
}

/** A claim of that very name comes before a path: names of claims may be addresses. */
function groupsIn(claims: unknown, claim: string): readonly string[] {
  const json = jsonValue.safeParse(claims).data;
  const found = ownOf(json, claim) ?? valueAtPath(json, claim);
  return [found].flat().filter((group) => typeof group === 'string');
}

function ownOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The highest that any group has. */
function roleOf(groups: readonly string[], { roleMap, defaultRole }: OidcSettings): Role | null {
  const roles = groups.flatMap((group) => (Object.hasOwn(roleMap, group) ? (roleMap[group] ?? []) : []));
  return ROLES.findLast((role) => roles.includes(role)) ?? defaultRole;
}
