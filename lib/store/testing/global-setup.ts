// Knows what vitest runs before and after all database tests: one cluster, told to the tests by its addresses.
import type { TestProject } from 'vitest/node';
import { startTestCluster, type TestCluster } from './test-cluster';

declare module 'vitest' {
  export interface ProvidedContext {
    testClusterUrls: TestCluster['urls'];
  }
}

/** Vitest's global setup; what it returns is called when all tests are done. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster();
  project.provide('testClusterUrls', cluster.urls);
  return () => cluster.stop();
}
