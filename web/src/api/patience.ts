import { heard } from "../lib/clock";
import { Unreachable } from "./problem";
import { csrfToken, sessionBack, sessionEnded } from "./session";

// How often a write is sent again under its Idempotency-Key when the network failed, and after how long. Reads are
// repeated by TanStack Query.
const PAUSES_MS = [500, 1000, 2000, 4000];
// What was sent again while the first sending is still at work is answered by that: how long to wait between looks, and
// how often. Nothing of ours takes longer than 15 s.
const WAIT_MS = 2000;
const MOST_WAITS = 9;
const SIGN_IN = "/api/v1/session";

/**
 * `fetch` that gives up late: a write whose connection broke is sent again (the server does it once), and a request
 * that found the session ended waits until somebody has signed in again, so that nothing typed is lost.
 */
export async function patientFetch(request: Request): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    const response = await send(request, request.headers.has("Idempotency-Key"));
    if (response.status !== 401 || attempt > 2 || isSignIn(request) || !sessionEnded()) return response;
    await sessionBack();
  }
}

async function send(request: Request, repeatable: boolean): Promise<Response> {
  for (let failures = 0, waits = 0; ; failures++) {
    try {
      const copy = request.clone();
      if (request.method !== "GET") copy.headers.set("X-CSRF-Token", csrfToken());
      const response = await fetch(copy);
      heard(response.headers.get("Date"));
      if (failures === 0 || waits === MOST_WAITS || !(await isUnderWay(response))) return response;
      waits++;
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    } catch (error) {
      if (request.signal.aborted) throw error;
      const pause = PAUSES_MS[failures - waits];
      if (!repeatable || pause === undefined) throw new Unreachable();
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** Whether the first sending of this write is still at work. */
async function isUnderWay(response: Response): Promise<boolean> {
  if (response.status !== 409) return false;
  const problem = (await response
    .clone()
    .json()
    .catch(() => ({}))) as { type?: string };
  return problem.type?.endsWith("/key_taken") ?? false;
}

function isSignIn(request: Request): boolean {
  const path = new URL(request.url).pathname;
  return (path === SIGN_IN && request.method === "POST") || path.startsWith("/api/v1/setup");
}
