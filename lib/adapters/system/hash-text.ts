// SHA-256 for the floors that know no crypto library.
import { createHmac, hash } from 'node:crypto';
import type { HashText } from '../../domain/journal-row';

/** Lower-case hex over UTF-8. */
export const sha256Hex: HashText = (text) => hash('sha256', text, 'hex');

/** HMAC with SHA-256, lower-case hex over UTF-8. */
export const keyedHex =
  (key: string): HashText =>
  (text) =>
    createHmac('sha256', key).update(text, 'utf8').digest('hex');
