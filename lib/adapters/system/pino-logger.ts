// Writes one JSON object a line to standard output; nothing leaves before registered secrets are taken out.
import pino, { type DestinationStream } from 'pino';
import type { LogFields, Logger } from '../../ports/logger';
import type { Redactor } from '../../ports/secrets';
import { loggable } from './loggable';

export type LoggerOptions = {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly redactor: Redactor;
  /** Standard output unless told. */
  readonly destination?: DestinationStream;
};

/** Lines hold `level`, `time` (ISO 8601), `message` and the fields. A line that can't be redacted is replaced, never written as it was. */
export function createPinoLogger(options: LoggerOptions): Logger {
  const sink = pino(
    {
      level: options.level,
      base: null,
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    options.destination ?? pino.destination({ fd: 1, sync: true }),
  );

  function write(level: 'info' | 'warn' | 'error', message: string, fields: LogFields): void {
    if (!sink.isLevelEnabled(level)) return;
    try {
      const { redactor } = options;
      sink[level](redactor.redact(loggable(fields)), redactor.redactText(message));
    } catch {
      sink.error('a log line was left out because it could not be redacted');
    }
  }

  return {
    info: (message, fields = {}) => write('info', message, fields),
    warn: (message, fields = {}) => write('warn', message, fields),
    error: (message, fields = {}) => write('error', message, fields),
  };
}
