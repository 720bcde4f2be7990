// Knows the simulator as a process: environment in, one ready line out, a clean end; refuses to run half configured.
import { z } from 'zod';
import { startSimulator } from './start-simulator';

const environmentSchema = z.object({
  SIMULATOR_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  SIMULATOR_DATA_DIR: z.string().min(1),
  SIMULATOR_SEED: z.string().min(1).default('bulkhead'),
  SIMULATOR_MODEL_KEY: z.string().min(1).optional(),
  SIMULATOR_SERVICE_KEY: z.string().min(1).optional(),
  /** `on`: ends when standard input does, so that a parent which is killed leaves no orphan behind. */
  SIMULATOR_STOP_WITH_STDIN: z.enum(['on', 'off']).default('off'),
});

function log(message: string): void {
  process.stderr.write(`${message}\n`);
}

function explain(error: unknown, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${port} is taken. Set SIMULATOR_PORT to another one, or to 0.`;
  if (code === 'EACCES') return `The simulator may not use its port or its data directory: ${String(error)}`;
  return error instanceof Error ? error.message : String(error);
}

async function main(): Promise<void> {
  const parsed = environmentSchema.safeParse(process.env);
  if (!parsed.success) {
    log(`The simulator's environment is not valid.\n${z.prettifyError(parsed.error)}`);
    process.exitCode = 2;
    return;
  }
  const environment = parsed.data;
  try {
    const simulator = await startSimulator({
      port: environment.SIMULATOR_PORT,
      dataDirectory: environment.SIMULATOR_DATA_DIR,
      seed: environment.SIMULATOR_SEED,
      now: () => new Date(),
      modelKey: environment.SIMULATOR_MODEL_KEY ?? null,
      serviceKey: environment.SIMULATOR_SERVICE_KEY ?? null,
      onUnexpected: (error) => log(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    });
    const end = () => {
      process.stdin.destroy();
      void simulator.stop();
    };
    process.once('SIGTERM', end);
    process.once('SIGINT', end);
    if (environment.SIMULATOR_STOP_WITH_STDIN === 'on') process.stdin.once('end', end).resume();
    process.stdout.write(`${JSON.stringify({ port: simulator.port })}\n`);
  } catch (error) {
    log(explain(error, environment.SIMULATOR_PORT));
    process.exitCode = 1;
  }
}

await main();
