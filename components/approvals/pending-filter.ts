// How the queue is asked for: one filter, so that every part that looks at it shares one answer.
import type { ApprovalsFilter } from '@/lib/query/query-keys';

export const PENDING = { status: ['pending'] } satisfies ApprovalsFilter;

/** The most urgent ones of the whole queue; further ones come page by page. */
export const PENDING_FILTER = { status: ['pending'], limit: 100 } satisfies ApprovalsFilter;
