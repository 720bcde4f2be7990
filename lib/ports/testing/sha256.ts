// SHA-256 for tests, the same hash as in production.
import { createHash } from 'node:crypto';
import type { HashText } from '../../domain/journal-row';

export const sha256: HashText = (text) => createHash('sha256').update(text, 'utf8').digest('hex');
