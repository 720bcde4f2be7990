// What the running app writes to its log, as lines: the production logger with another destination.
import { createPinoLogger } from '../../adapters/system/pino-logger';
import type { LogFields, Logger } from '../../ports/logger';
import { installedApp } from '../app';

export function pinoLines(lines: string[]): Logger {
  const write = (level: 'info' | 'warn' | 'error') => (message: string, fields?: LogFields) => {
    const redactor = installedApp()?.redactor;
    if (redactor === undefined) return;
    const destination = { write: (line: string) => void lines.push(line) };
    createPinoLogger({ level: 'info', redactor, destination })[level](message, fields);
  };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}
