// How the whole queue is asked for: one filter, so that every part that looks at it shares one answer.
import type { ApprovalsFilter } from '@/lib/query/query-keys';

export const PENDING_FILTER = { status: ['pending'], limit: 500 } satisfies ApprovalsFilter;
