/** Where a walk over runs in the order of their ids begins. */
export const BEFORE_ALL_RUNS = '00000000-0000-0000-0000-000000000000';
