import { describe, expect, it } from 'vitest';
import { CodedError } from '../../domain/errors';
import type { Redactor } from '../../ports/secrets';
import { createPinoLogger, type LoggerOptions } from './pino-logger';

const redactText = (text: string) => text.replaceAll('hunter2', '[secret:DB]');
const redactor: Redactor = {
  redactText,
  redact: (value) => JSON.parse(redactText(JSON.stringify(value))),
  namesIn: () => [],
};

function logged(options: Partial<LoggerOptions> = {}) {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createPinoLogger({ level: 'info', redactor, destination, ...options });
  return { logger, lines, read: () => lines.map((line) => JSON.parse(line)) };
}

describe('createPinoLogger', () => {
  it('writes one JSON object a line with level, time, message and fields', () => {
    const { logger, lines, read } = logged();
    logger.info('started', { port: 3000, nested: { list: [1, null, true] } });
    expect(lines[0]?.endsWith('\n')).toBe(true);
    expect(read()[0]).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.*Z$/),
      message: 'started',
      port: 3000,
      nested: { list: [1, null, true] },
    });
  });

  it('takes registered secrets out of message, fields, errors, their causes and stacks', () => {
    const { logger, lines } = logged();
    const cause = new Error('password hunter2 is wrong');
    logger.error('hunter2', { url: 'pg://u:hunter2@h', error: new Error('hunter2', { cause }) });
    expect(lines.join('')).not.toContain('hunter2');
    expect(lines.join('')).toContain('[secret:DB]');
  });

  it('hides fields that are secret by their name', () => {
    const { logger, read } = logged();
    logger.info('call', { headers: { Authorization: 'Bearer abc', accept: 'x' }, apiKey: 'k', tokens: 12 });
    expect(read()[0]).toMatchObject({
      headers: { Authorization: '[redacted]', accept: 'x' },
      apiKey: '[redacted]',
      tokens: 12,
    });
  });

  it('keeps code and class of an error', () => {
    const { logger, read } = logged();
    logger.warn('failed', { error: new CodedError('timeout', 'unknown', 'no answer') });
    expect(read()[0].error).toMatchObject({ name: 'CodedError', code: 'timeout', class: 'unknown' });
  });

  it('survives circles, bigints, functions, bytes and long texts', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const { logger, lines, read } = logged();
    logger.info('odd', {
      circle,
      big: 10n,
      bytes: new Uint8Array(3),
      long: 'x'.repeat(100_000),
      n: Number.NaN,
    });
    expect(lines[0]?.length).toBeLessThan(10_000);
    expect(read()[0]).toMatchObject({ big: '10', bytes: '[3 bytes]', n: 'NaN' });
  });

  it('writes nothing below its level', () => {
    const { logger, read } = logged({ level: 'warn' });
    logger.info('quiet');
    logger.warn('loud');
    expect(read().map((line) => line.message)).toEqual(['loud']);
  });

  it('leaves a line out that can not be redacted', () => {
    const broken: Redactor = {
      redact: () => {
        throw new Error('hunter2');
      },
      redactText,
      namesIn: () => [],
    };
    const { logger, lines, read } = logged({ redactor: broken });
    logger.info('x', { value: 'hunter2' });
    expect(lines.join('')).not.toContain('hunter2');
    expect(read()[0].message).toMatch(/could not be redacted/);
  });
});
