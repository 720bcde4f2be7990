// The issuer that people may sign in at, as variables say it. Refuses half of one.
import { z } from 'zod';
import { ROLES, type Role, role } from '../domain/principal';
import { EnvironmentError } from './environment-error';
import { listOf } from './list-of';

/** A secret is sent to it and a person's identity believed from it, so in clear only on this very machine. */
const issuerUrl = z
  .url({ protocol: /^https?$/, error: 'must be an address such as https://login.example.com' })
  .refine(
    (url) => /^https:/.test(url) || /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(url),
    'must begin with https://',
  )
  .optional();

const ROLE_MAP = 'must be a JSON object of groups and roles, such as {"ops":"operator"}';
const roleMap = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: ROLE_MAP });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string().min(1), role, ROLE_MAP))
  .optional();

export const oidcVariables = {
  BULKHEAD_OIDC_ISSUER: issuerUrl,
  BULKHEAD_OIDC_CLIENT_ID: z.string().optional(),
  BULKHEAD_OIDC_CLIENT_SECRET: z.string().optional(),
  BULKHEAD_OIDC_NAME: z.string().trim().max(40, 'must have at most 40 characters').optional(),
  BULKHEAD_OIDC_SCOPES: z
    .string()
    .regex(/(^| )openid( |$)/, 'must contain openid')
    .default('openid email profile'),
  BULKHEAD_OIDC_ROLE_CLAIM: z.string().default('groups'),
  BULKHEAD_OIDC_ROLE_MAP: roleMap,
  BULKHEAD_OIDC_DEFAULT_ROLE: z.enum([...ROLES, 'refuse'], 'must be a role or refuse').default('refuse'),
  BULKHEAD_OIDC_EMAIL_DOMAINS: listOf(
    z
      .string()
      .toLowerCase()
      .regex(/^[^\s@]+$/, 'must list domains by comma'),
  ),
};
const schema = z.object(oidcVariables);

/** An OpenID Connect issuer that people sign in at. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the sign-in page calls it. */
  readonly name: string;
  readonly scopes: string;
  /** Where the groups stand in the claims: a name, or a dotted path. */
  readonly roleClaim: string;
  /** Group to role; of several the highest. */
  readonly roleMap: Readonly<Record<string, Role>>;
  /** Of whoever has none of those groups; null: they are refused. */
  readonly defaultRole: Role | null;
  /** Empty: any. */
  readonly emailDomains: readonly string[];
}

/** @throws EnvironmentError for half of what an issuer needs. */
export function oidcOf(value: z.output<typeof schema>): OidcSettings | null {
  const issuer = value.BULKHEAD_OIDC_ISSUER;
  const [clientId, clientSecret] = [value.BULKHEAD_OIDC_CLIENT_ID, value.BULKHEAD_OIDC_CLIENT_SECRET];
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return null;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined)
    throw new EnvironmentError(
      'BULKHEAD_OIDC_ISSUER, BULKHEAD_OIDC_CLIENT_ID and BULKHEAD_OIDC_CLIENT_SECRET must be set together',
    );
  const defaultRole = value.BULKHEAD_OIDC_DEFAULT_ROLE;
  return {
    issuer,
    clientId,
    clientSecret,
    name: value.BULKHEAD_OIDC_NAME ?? new URL(issuer).host,
    scopes: value.BULKHEAD_OIDC_SCOPES,
    roleClaim: value.BULKHEAD_OIDC_ROLE_CLAIM,
    roleMap: value.BULKHEAD_OIDC_ROLE_MAP ?? {},
    defaultRole: defaultRole === 'refuse' ? null : defaultRole,
    emailDomains: value.BULKHEAD_OIDC_EMAIL_DOMAINS,
  };
}
