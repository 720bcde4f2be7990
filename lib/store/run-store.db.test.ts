// Holds the run store on PostgreSQL to what every run store promises.
import { runStoreConformance } from '../ports/run-store.conformance';
import { openHarness } from './runs/testing/harness';

runStoreConformance('PostgreSQL', openHarness);
