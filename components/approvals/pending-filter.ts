// How the queue is asked for: one filter, so that every part that looks at it shares one answer.
import type { ApprovalsFilter } from '@/lib/query/query-keys';

/** Without what whoever asks has put off. */
export const PENDING = { status: ['pending'], snoozed: 'without' } satisfies ApprovalsFilter;

/** The most urgent ones of the whole queue; further ones come page by page. */
export const PENDING_FILTER = { ...PENDING, limit: 100 } satisfies ApprovalsFilter;
