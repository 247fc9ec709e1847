/** When this agent last had a case open on this machine, up to what it showed. */
const KEY = "warmline.seen";
const MOST = 300;

type Seen = Record<string, string>;

function read(): Seen {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}") as Seen;
  } catch {
    // Not ours, or storage is shut: nothing was seen.
    return {};
  }
}

export const seenUntil = (me: string, caseId: string): string | null => read()[`${me} ${caseId}`] ?? null;

export function noteSeen(me: string, caseId: string, at: string): void {
  const { [`${me} ${caseId}`]: _old, ...others } = read();
  const kept = Object.entries(others).slice(1 - MOST);
  localStorage.setItem(KEY, JSON.stringify({ ...Object.fromEntries(kept), [`${me} ${caseId}`]: at }));
}
