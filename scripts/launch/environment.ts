// Knows how a command reads its environment, and says what is wrong with it.
import { type Env, EnvironmentError, readEnv } from '../../lib/env';
import { projectDir } from './project';
import { StepFailed } from './report';

/** The environment of this command, .env included. Throws StepFailed that names every variable at fault. */
export function readEnvironment(): Env {
  try {
    return readEnv(process.env, projectDir);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    throw new StepFailed(`The environment: ${error.message}`, 'Mend the variable, or the line in .env.');
  }
}
