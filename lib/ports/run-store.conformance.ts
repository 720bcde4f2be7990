// What every run store promises, as tests against a factory; a store that passes may carry production runs.
import { afterEach, beforeEach, describe } from 'vitest';
import { effectLedgerConformance } from './effect-ledger.conformance';
import { effectResourcesConformance } from './effect-resources.conformance';
import { runBoundsConformance } from './run-bounds.conformance';
import { runCancelledConformance } from './run-cancelled.conformance';
import { runClaimsConformance } from './run-claims.conformance';
import { runCommitsConformance } from './run-commits.conformance';
import { runCompensationConformance } from './run-compensation.conformance';
import { runCondemnedConformance } from './run-condemned.conformance';
import { runContactsConformance } from './run-contacts.conformance';
import { runDryConformance } from './run-dry.conformance';
import { runEventsConformance } from './run-events.conformance';
import { runLostOwnersConformance } from './run-lost-owners.conformance';
import { runPlacesConformance } from './run-places.conformance';
import { runRedriveConformance } from './run-redrive.conformance';
import { runSnapshotsConformance } from './run-snapshots.conformance';
import { runStopsConformance } from './run-stops.conformance';
import type { RunStoreHarness } from './run-store-harness';
import { runTellsConformance } from './run-tells.conformance';
import { runVetoesConformance } from './run-vetoes.conformance';
import { runWaitsConformance } from './run-waits.conformance';
import { runWindowsConformance } from './run-windows.conformance';

/** @param open gives an empty store for each test. */
export function runStoreConformance(name: string, open: () => Promise<RunStoreHarness>): void {
  describe(`${name} as a run store`, () => {
    let harness: RunStoreHarness;
    beforeEach(async () => {
      harness = await open();
    });
    afterEach(() => harness.close());

    for (const part of [
      runClaimsConformance,
      runCancelledConformance,
      runCommitsConformance,
      runWaitsConformance,
      runBoundsConformance,
      runDryConformance,
      runEventsConformance,
      runContactsConformance,
      runCondemnedConformance,
      runLostOwnersConformance,
      runStopsConformance,
      runPlacesConformance,
      runRedriveConformance,
      runCompensationConformance,
      effectLedgerConformance,
      effectResourcesConformance,
      runTellsConformance,
      runSnapshotsConformance,
      runWindowsConformance,
      runVetoesConformance,
    ]) {
      part(() => harness);
    }
  });
}
