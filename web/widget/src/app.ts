/** What the parts of the frame share. */
import type { About, Chat, Problem } from "./chat";
import type { Key, Say } from "./texts";

export interface App {
  chat: Chat;
  about: About;
  say: Say;
  language: string;
  /** Tell the site that the widget is on something that it may know: never what was said. */
  tell(what: string, detail?: unknown): void;
  /** Show a page over the conversation; null takes it away. */
  cover(page: HTMLElement | null): void;
  /** Say it to who cannot see it, too. */
  announce(text: string): void;
  /** The person looks at the conversation now. */
  seen(): boolean;
  /** What is known of the person has changed, or what can be done. */
  refresh(): void;
}

const KNOWN: Record<string, Key> = {
  code_refused: "errCode",
  too_many: "errMany",
  callback_waits: "errWaits",
  no_conversation: "errEmpty",
  nothing_to_call_about: "errEmpty",
};

/** What went wrong, in the person's language where we have the words. */
export function wordsFor(error: unknown, app: App): string {
  const problem = error as Problem;
  const key = problem.code ? KNOWN[problem.code] : undefined;
  if (key) return app.say(key);
  return app.language.startsWith("en") && problem.status ? problem.message : app.say("problem");
}

const MAIL = /^[^\s@,;<>()]{1,64}@[^\s@,;<>()]+\.[^\s@,;<>().]{2,}$/;
const PHONE = /^\+?[\d\s().\-/]{5,30}$/;

/** What is wrong with an answer, or null. */
export function fault(value: string, type: string, required: boolean, label: string, say: Say): string | null {
  if (!value) return required ? say("required", { label }) : null;
  if (type === "email" && !MAIL.test(value)) return say("notMail");
  if (type === "tel" && !PHONE.test(value)) return say("notPhone");
  return null;
}
