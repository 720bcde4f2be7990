// SHA-256 for the floors that know no crypto library.
import { hash } from 'node:crypto';
import type { HashText } from '../../domain/journal-row';

/** Lower-case hex over UTF-8. */
export const sha256Hex: HashText = (text) => hash('sha256', text, 'hex');
