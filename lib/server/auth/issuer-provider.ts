// The OpenID issuer as next-auth is told of it: code flow with PKCE, state and nonce. Knows nothing of who may sign in.
import 'server-only';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import type { OidcSettings } from '../../env';

export const ISSUER_PROVIDER_ID = 'oidc';
/** next-auth's own egress, which no list of allowed hosts knows of: an issuer that hangs must not hold a request for long. */
const TIMEOUT_MS = 8_000;

type Claims = Readonly<Record<string, unknown>> & { readonly sub: string };
/** What openid-client hands over, as far as it is used here. */
type Tokens = { claims(): Claims };
type Client = {
  readonly issuer: { readonly userinfo_endpoint?: string };
  userinfo(tokens: Tokens): Promise<Claims>;
};

/** Claims come as `profile`: those of the signed token, and where they lack something those of the userinfo endpoint for the same subject. */
export function issuerProvider(settings: OidcSettings): OAuthConfig<Claims> {
  const { issuer, clientId, clientSecret, scopes: scope, name } = settings;
  return {
    id: ISSUER_PROVIDER_ID,
    name,
    type: 'oauth',
    wellKnown: `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    authorization: { params: { scope } },
    httpOptions: { timeout: TIMEOUT_MS },
    userinfo: {
      async request({ tokens: given, client: of }) {
        const [tokens, client] = [given as unknown as Tokens, of as unknown as Client]; // safe because next-auth hands over openid-client's own
        const signed = tokens.claims();
        const hasAll = 'email' in signed && settings.roleClaim in signed;
        if (hasAll || client.issuer.userinfo_endpoint === undefined) return signed;
        return { ...(await client.userinfo(tokens)), ...signed };
      },
    },
    profile: ({ sub }) => ({ id: sub }),
  };
}
