/** What is asked of the trail, as the page's address has it. */
export interface Wanted {
  who?: string;
  what?: string;
  entity?: string;
  from?: string;
  to?: string;
}

/** The same as the server takes it. */
export interface Query {
  actor?: string;
  type?: string;
  entity?: string;
  from?: string;
  to?: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const isId = (text: string): boolean => UUID.test(text);

/** What is no id or no day is left out: anybody can type an address. */
export function queryOf({ who, what, entity, from, to }: Wanted): Query {
  const [since, until] = [midnight(from), midnight(to, 1)];
  return {
    ...(who ? { actor: who } : {}),
    ...(what ? { type: what } : {}),
    ...(entity && isId(entity) ? { entity } : {}),
    ...(since ? { from: since } : {}),
    ...(until ? { to: until } : {}),
  };
}

/** When a day begins here, or the one so many days later: not every day has 24 hours. */
function midnight(day: string | undefined, later = 0): string | undefined {
  const at = new Date(`${day}T00:00`);
  if (Number.isNaN(at.getTime())) return undefined;
  at.setDate(at.getDate() + later);
  return at.toISOString();
}
