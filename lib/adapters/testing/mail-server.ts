// A mail server for tests, on loopback: takes mail, or refuses, hangs, and offers TLS and sign-in as it is told.
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { SECURE_TEST_CERTIFICATE, SECURE_TEST_KEY } from './secure-test-certificate';

export type TakenMail = {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly secure: boolean;
  readonly user: string | null;
};

export type MailServer = {
  readonly port: number;
  readonly taken: TakenMail[];
  /** What it answers to the next messages, one each; it takes what comes after. `hang`: nothing at all. */
  readonly moods: ('hang' | number)[];
  /** Recipients that it refuses, and how. */
  readonly refuses: Map<string, number>;
  close(): Promise<void>;
};

export type MailServerOptions = {
  /** From the first byte, by STARTTLS, or not at all. */
  readonly tls: 'implicit' | 'starttls' | 'none';
  /** Without one nobody signs in. */
  readonly signsIn?: { readonly user: string; readonly pass: string };
};

export async function startMailServer({ tls, signsIn }: MailServerOptions): Promise<MailServer> {
  const taken: TakenMail[] = [];
  const moods: MailServer['moods'] = [];
  const refuses: MailServer['refuses'] = new Map();
  const refusal = (status: number, text: string) => Object.assign(new Error(text), { responseCode: status });
  const options: SMTPServerOptions = {
    secure: tls === 'implicit',
    key: SECURE_TEST_KEY,
    cert: SECURE_TEST_CERTIFICATE,
    disabledCommands: [
      ...(tls === 'starttls' ? [] : ['STARTTLS']),
      ...(signsIn === undefined ? ['AUTH'] : []),
    ],
    authOptional: signsIn === undefined,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === signsIn?.user && password === signsIn?.pass
        ? done(null, { user: username })
        : done(refusal(535, `5.7.8 wrong password ${password}`)),
    onRcptTo: ({ address }, _session, done) => {
      const status = refuses.get(address);
      done(status === undefined ? null : refusal(status, 'not this mailbox'));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const mood = moods.shift();
        if (mood === 'hang') return;
        if (mood !== undefined) return done(refusal(mood, 'not now'));
        const { mailFrom, rcptTo } = session.envelope;
        taken.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString('utf8'),
          secure: session.secure,
          user: typeof session.user === 'string' ? session.user : null,
        });
        done();
      });
    },
  };
  const server = new SMTPServer(options);
  server.on('error', () => {}); // a client that leaves in the middle is what some tests are about
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  // safe because it listens on an address and not on a path
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    taken,
    moods,
    refuses,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
