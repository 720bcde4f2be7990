// A small real OpenID issuer on loopback: whoever is set as its person signs in without a page. Refuses to listen anywhere else.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export type IssuerAccount = { readonly sub: string } & Readonly<Record<string, unknown>>;

export type TestIssuer = {
  readonly url: string;
  /** Whoever signs in next. */
  account: IssuerAccount;
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
};

export const ISSUER_CLIENT = { id: 'bulkhead', secret: 'a client secret of the tests, long enough' };

export async function startTestIssuer(origin: string, port = 0): Promise<TestIssuer> {
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // safe because it listens on a port
  const issuer: { account: IssuerAccount } = { account: { sub: 'nobody' } };
  const known = new Map<string, IssuerAccount>();
  const provider = new Provider(url, {
    clients: [
      {
        client_id: ISSUER_CLIENT.id,
        client_secret: ISSUER_CLIENT.secret,
        redirect_uris: [`${origin}/api/auth/callback/oidc`],
      },
    ],
    cookies: { keys: ['a key of the tests'] },
    claims: { openid: ['sub', 'auth_time'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    scopes: ['openid', 'email', 'profile'],
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ ...(known.get(sub) ?? {}), sub }) }),
    async loadExistingGrant(context) {
      const { session, client } = context.oidc;
      const grant = new provider.Grant({
        ...(session?.accountId === undefined ? {} : { accountId: session.accountId }),
        ...(client === undefined ? {} : { clientId: client.clientId }),
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  handle = (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void answer(request, response);
    known.set(issuer.account.sub, issuer.account);
    void provider.interactionFinished(request, response, { login: { accountId: issuer.account.sub } });
  };
  return Object.assign(issuer, {
    url,
    environment: {
      BULKHEAD_OIDC_ISSUER: url,
      BULKHEAD_OIDC_CLIENT_ID: ISSUER_CLIENT.id,
      BULKHEAD_OIDC_CLIENT_SECRET: ISSUER_CLIENT.secret,
      BULKHEAD_OIDC_NAME: 'Test issuer',
      BULKHEAD_OIDC_ROLE_MAP: JSON.stringify({ ops: 'operator', leads: 'approver', platform: 'admin' }),
      BULKHEAD_OIDC_EMAIL_DOMAINS: 'example.com',
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
