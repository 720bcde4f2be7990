// Reads a mail server's address from the secret that holds it; says what is wrong with one without repeating any of it.
import { CodedError } from '../../domain/errors';

export type SmtpAddress = {
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise it begins with STARTTLS. */
  readonly implicitTls: boolean;
  readonly credentials: { readonly user: string; readonly pass: string } | null;
};

const PORTS = { 'smtps:': 465, 'smtp:': 587 } as const;
const EXAMPLE = 'smtps://user:password@mail.example.com:465 or smtp://user:password@mail.example.com:587';

/** @throws CodedError smtp_address (fatal) */
export function smtpAddress(text: string): SmtpAddress {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : refuse('is no address');
  const { protocol, username, password } = url;
  if (protocol !== 'smtps:' && protocol !== 'smtp:') return refuse('begins with neither smtps: nor smtp:');
  if (url.hostname === '') return refuse('names no host');
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '')
    return refuse('has more than host and port');
  if ((username === '') !== (password === '')) return refuse('has a user or a password alone');
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? PORTS[protocol] : Number(url.port),
    implicitTls: protocol === 'smtps:',
    credentials: username === '' ? null : { user: decoded(username), pass: decoded(password) },
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return refuse('has a user or a password that is not percent-encoded as a whole');
  }
}

function refuse(what: string): never {
  throw new CodedError('smtp_address', 'fatal', `the mail server’s secret ${what}; it should be ${EXAMPLE}`);
}
