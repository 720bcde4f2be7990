// Stands in for server-only in tests: knows nothing, exports nothing.
export {};
