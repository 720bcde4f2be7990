// Hands one message to one mail server, at an address that the guard allows; signs in over TLS alone and refuses to send in the clear outside private networks.
import { isIP, type Socket } from 'node:net';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { type EgressCaller, type EgressRefusal, isEgressRefusal } from '../../domain/egress';
import { CodedError } from '../../domain/errors';
import { kindOfAddress } from '../egress/address-rules';
import { EgressError } from '../egress/egress-error';
import { openConnection } from '../egress/open-connection';
import type { PrivateHosts } from '../egress/private-hosts';
import { type Resolver, resolveTarget, systemResolver } from '../egress/resolve-target';
import type { SmtpAddress } from './smtp-address';

export type MailRequest = {
  readonly caller: EgressCaller;
  readonly server: SmtpAddress;
  readonly tls: 'required' | 'optional';
  readonly from: string;
  readonly to: readonly string[];
  /** A whole message. */
  readonly raw: Uint8Array;
  readonly signal: AbortSignal;
};

/** Whom of several the server would not take it for, and what it said. */
export type RefusedRecipient = {
  readonly address: string;
  readonly status: number | null;
  readonly words: string;
  /** One of the 500s: another attempt would be refused as well. */
  readonly forGood: boolean;
};
/** Everybody but `refused` has it. Where nobody has, there is no answer but a MailError. */
export type MailAnswer = { readonly refused: readonly RefusedRecipient[] };

export type MailSenderOptions = {
  readonly privateHosts: PrivateHosts;
  readonly resolver?: Resolver;
  readonly connectTimeoutMs?: number;
  /** Further certificate authorities, in PEM. */
  readonly ca?: string;
  /** Told of each server that the guard refused. */
  readonly onRefused?: (refusal: EgressRefusal) => void;
};

/** Of the 500s those about who signs in: with another secret the same message is taken. */
const SIGN_IN = new Set([530, 534, 535, 538]);
const isForGood = (status: number | null): boolean =>
  status !== null && status >= 500 && !SIGN_IN.has(status);

/** What the server said last, where it said anything; a refusal for good is one of the 500s. */
export class MailError extends CodedError {
  override readonly name = 'MailError';
  constructor(
    message: string,
    readonly status: number | null,
    cause?: unknown,
  ) {
    super('mail_failed', isForGood(status) ? 'fatal' : 'retryable', message, { cause });
  }
}

export type MailSender = { send(request: MailRequest): Promise<MailAnswer> };

/** A server that says nothing for so long is given up. */
const SILENCE_MS = 8_000;

/** @throws by `send`: MailError, EgressError. Where the connection is lost after the message went out, nobody knows whether it was taken. */
export function createMailSender({
  privateHosts,
  resolver = systemResolver,
  connectTimeoutMs = 2_500,
  ca,
  onRefused,
}: MailSenderOptions): MailSender {
  const tellRefused = (caller: EgressCaller, { host, port }: SmtpAddress, error: unknown): void => {
    if (error instanceof EgressError && isEgressRefusal(error.code))
      onRefused?.({ caller, host, port, code: error.code });
  };
  return {
    async send({ caller, server, tls, from, to, raw, signal }) {
      const { host, port, implicitTls, credentials } = server;
      const bracketed = isIP(host) === 6 ? `[${host}]` : host;
      // The guard's rules are the same for every protocol; its scheme names nothing that is sent.
      const target = await resolveTarget(new URL(`http://${bracketed}:${port}`), {
        resolver,
        privateHosts,
        signal,
        timeoutMs: connectTimeoutMs,
        sent: false,
      }).catch((error: unknown) => {
        tellRefused(caller, server, error);
        throw error;
      });
      const isPrivate = target.addresses.every((address) => kindOfAddress(address) === 'private');
      const needsTls = tls === 'required' || credentials !== null || !isPrivate;
      const socket = await openConnection(target, { signal, connectTimeoutMs, sent: false });
      const connection = new SMTPConnection({
        connection: socket,
        host,
        port,
        name: 'bulkhead.local',
        secure: implicitTls,
        requireTLS: needsTls,
        ignoreTLS: false,
        greetingTimeout: SILENCE_MS,
        socketTimeout: SILENCE_MS,
        tls: {
          minVersion: 'TLSv1.2',
          ...(isIP(host) === 0 ? { servername: host } : {}),
          ...(ca === undefined ? {} : { ca }),
        },
      });
      return await exchange(connection, socket, signal, `${host}:${port}`, async () => {
        await asked((done) => connection.connect((error) => done(error)));
        if (needsTls && !connection.secure) throw new MailError(`${host}:${port} offers no TLS`, null);
        if (credentials !== null) await asked((done) => connection.login({ credentials }, done));
        const envelope = { from, to: [...to], size: raw.byteLength };
        const info = await asked<SMTPConnection.SentMessageInfo>((done) =>
          connection.send(envelope, Buffer.from(raw), done),
        );
        return { refused: (info.rejectedErrors ?? []).map(refusedRecipient) };
      });
    },
  };
}

function asked<T = undefined>(ask: (done: (error?: Error | null, answer?: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    // safe because whoever asks for an answer is given one where there is no error
    ask((error, answer) => (error ? reject(error) : resolve(answer as T)));
  });
}

/** One exchange, ended by what comes first: its result, an error of the connection, the signal. The connection is closed in any case. */
async function exchange<T>(
  connection: SMTPConnection,
  socket: Socket,
  signal: AbortSignal,
  where: string,
  work: () => Promise<T>,
): Promise<T> {
  const broken = new Promise<never>((_resolve, reject) => {
    connection.on('error', reject);
    connection.once('end', () => reject(new Error('the server closed the connection')));
    const onAbort = () => reject(new Error('time ran out'));
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
  try {
    const result = await Promise.race([work(), broken]);
    connection.quit();
    return result;
  } catch (error) {
    connection.close();
    socket.destroy();
    throw error instanceof CodedError ? error : failureOf(error, where);
  }
}

/** What the library says besides: whom an answer was about, and where nobody was taken, the answers to each. */
type Refusal = SMTPConnection.SMTPError & {
  readonly recipient?: string;
  readonly rejectedErrors?: readonly SMTPConnection.SMTPError[];
};

function refusedRecipient(error: SMTPConnection.SMTPError): RefusedRecipient {
  const { recipient = '', response, message } = error as Refusal; // safe because each field may be missing
  const status = statusOf(error);
  return { address: recipient, status, words: response ?? message, forGood: isForGood(status) };
}

function statusOf({ responseCode }: SMTPConnection.SMTPError): number | null {
  return typeof responseCode === 'number' && responseCode > 0 ? responseCode : null;
}

/** Where nobody was taken, what was said of somebody who may be taken later. */
function failureOf(thrown: unknown, where: string): MailError {
  const refusals = (thrown as Refusal).rejectedErrors ?? []; // safe because it may be missing
  const error = refusals.find((refusal) => !isForGood(statusOf(refusal))) ?? thrown;
  const { code, message = String(error), response } = error as SMTPConnection.SMTPError; // safe because each field is looked at as if it might not be there
  if (code === 'ETLS') return new MailError(`${where} has no TLS that can be used (${message})`, null, error);
  const said =
    typeof response === 'string' && response !== '' ? `answered: ${response}` : `failed: ${message}`;
  return new MailError(`${where} ${said}`, statusOf(error as SMTPConnection.SMTPError), error); // safe likewise
}
