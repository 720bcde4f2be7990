// What an agent asks a person in a run; refuses a question without words, and answers nobody could read.
import { z } from 'zod';

export const MOST_ANSWER_CHARS = 4_000;

/** The arguments of a call of `ask_person`. Text alone: nothing in it is drawn as anything else. */
export const question = z.object({
  question: z.string().trim().min(1).max(2_000),
  /** What may be answered besides a text of one's own. */
  choices: z.array(z.string().trim().min(1).max(200)).max(20).optional(),
  /** What one has to know to answer. */
  context: z.string().max(4_000).optional(),
});
export type Question = z.infer<typeof question>;

export const answerText = z.string().trim().min(1).max(MOST_ANSWER_CHARS);

/** What the agent reads as the result of its call. */
export const answeredContent = (answer: string, by: string) => ({ answer, answeredBy: by });

/** null: the arguments are no question. */
export function questionOf(asked: unknown): Question | null {
  return question.safeParse(asked).data ?? null;
}
