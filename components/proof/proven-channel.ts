// What the window that proved something is heard on by the pages that wait.
export const PROVEN_CHANNEL = 'bulkhead-proven';
