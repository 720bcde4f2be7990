// Knows how a connection is made to checked addresses alone; hands it over only when it is ready, so that nothing is sent before.
import { connect, isIP, type Socket } from 'node:net';
import { connect as startTls, type TLSSocket } from 'node:tls';
import { abortError, EgressError, reasonOf } from './egress-error';
import type { Target } from './resolve-target';

export type ConnectionOptions = {
  readonly signal: AbortSignal;
  readonly connectTimeoutMs: number;
  /** Whether an earlier hop of the same request already went out; stands in the errors. */
  readonly sent: boolean;
  /** Further certificate authorities, in PEM. */
  readonly ca?: string | undefined;
};

/** How long one address of several may take before the next is tried. */
const NEXT_ADDRESS_AFTER_MS = 1_000;

function pinnedLookup(target: Target) {
  const answers = target.addresses.map((address) => ({ address, family: isIP(address) }));
  return (
    _host: string,
    options: { readonly all?: boolean | undefined },
    callback: (error: null, address: string | typeof answers, family?: number) => void,
  ): void => {
    if (options.all) callback(null, answers);
    else callback(null, target.addresses[0], isIP(target.addresses[0]));
  };
}

/** Settles on the first of: ready, error, abort, time. A connection that isn't handed over is destroyed. */
function whenReady<S extends Socket>(
  socket: S,
  ready: 'connect' | 'secureConnect',
  options: ConnectionOptions,
  where: string,
  failure: (cause: unknown) => EgressError,
): Promise<S> {
  return new Promise((resolve, reject) => {
    const settle = (error: EgressError | null) => {
      clearTimeout(timer);
      options.signal.removeEventListener('abort', onAbort);
      socket.off('error', onError).off(ready, onReady).off('close', onClose);
      if (error === null) return resolve(socket);
      // A destroyed socket may still report an error; nobody is left to hear it.
      socket.on('error', () => {});
      socket.destroy();
      reject(error);
    };
    const onReady = () => settle(null);
    const onError = (cause: unknown) => settle(failure(cause));
    const onClose = () => settle(failure(new Error('closed by the other side')));
    const onAbort = () => settle(abortError(options.signal, options.sent, where));
    const timer = setTimeout(() => settle(failure(new Error('no answer'))), options.connectTimeoutMs);
    socket.once('error', onError).once(ready, onReady).once('close', onClose);
    options.signal.addEventListener('abort', onAbort, { once: true });
    if (options.signal.aborted) onAbort();
  });
}

/** Certificate faults stay until somebody mends them; a handshake that broke off may go through the next time. */
function tlsFailure(where: string, cause: unknown, sent: boolean): EgressError {
  const reason = reasonOf(cause);
  const certificate = /CERT|SIGNATURE|ISSUER|SELF_SIGNED|ALTNAME/.test(reason);
  return new EgressError('tls_failed', `${where}: no secure connection (${reason})`, {
    sent,
    repeat: certificate ? 'fatal' : 'retryable',
    cause,
  });
}

/**
 * Connects to one of the target's addresses, with TLS where the target asks for it. One connection serves one request: a kept one may be closed
 * by the other side in the moment of writing, and then nobody knows whether the effect happened.
 * @throws EgressError connect_failed, tls_failed, timeout, aborted: nothing of the request was sent.
 */
export async function openConnection(target: Target, options: ConnectionOptions): Promise<Socket> {
  const where = `${target.host}:${target.port}`;
  const { sent } = options;
  const raw = connect({
    host: target.host,
    port: target.port,
    lookup: pinnedLookup(target),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER_MS,
  });
  const connected = await whenReady(raw, 'connect', options, where, (cause) => {
    const message = `${where} could not be reached (${reasonOf(cause)})`;
    return new EgressError('connect_failed', message, { sent, repeat: 'retryable', cause });
  });
  connected.setNoDelay(true);
  if (!target.secure) return connected;
  const secured: TLSSocket = startTls({
    socket: connected,
    ALPNProtocols: ['http/1.1'],
    host: target.host,
    ...(isIP(target.host) === 0 ? { servername: target.host } : {}),
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  });
  return whenReady(secured, 'secureConnect', options, where, (cause) => tlsFailure(where, cause, sent));
}
