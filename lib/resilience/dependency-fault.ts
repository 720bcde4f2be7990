// Whose fault an attempt's end is. Only what the other side did, or failed to do, is held against it; pure.
import type { DependencyFault } from '../domain/breaker';
import type { ErrorClass } from '../domain/errors';

export type EndedAttempt = {
  readonly code: string;
  readonly class: ErrorClass;
  /** `look_up`: the receiver was asked whether an earlier attempt happened. */
  readonly mode: 'send' | 'look_up';
  /** Time ran out before the call's own timeout: the run's deadline was nearer. */
  readonly cutShort: boolean;
};

/** `answered`: a call, and none of its faults. `none`: no call was made, or it was ours to give it up. */
export type Judgement = DependencyFault | 'answered' | 'none';

const BY_CODE: Readonly<Record<string, DependencyFault>> = {
  timeout: 'timeout',
  dns_failed: 'unreachable',
  connect_failed: 'unreachable',
  tls_failed: 'unreachable',
  connection_lost: 'unreachable',
  response_too_large: 'bad_answer',
  response_unreadable: 'bad_answer',
  contract_broken: 'bad_answer',
  model_answer_unreadable: 'bad_answer',
};

/** What an attempt that failed says about the dependency; a code that is not known is not held against it. */
export function judgeAttempt({ code, class: errorClass, mode, cutShort }: EndedAttempt): Judgement {
  if (errorClass === 'refused') return 'none';
  const status = Number(/^http_(\d{3})$/.exec(code)?.[1] ?? Number.NaN);
  const fault = Number.isNaN(status) ? (BY_CODE[code] ?? 'none') : faultOfStatus(status);
  // A look-up that ends a step for good repeats the code of the attempt it asked about; the receiver itself answered.
  if (mode === 'look_up' && errorClass === 'fatal' && fault !== 'none') return 'answered';
  return fault === 'timeout' && cutShort ? 'none' : fault;
}

function faultOfStatus(status: number): DependencyFault | 'answered' {
  if (status === 429) return 'rate_limited';
  return status >= 500 || status === 408 ? 'server_error' : 'answered';
}
