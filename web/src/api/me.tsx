import { createContext, type ReactNode, useContext } from "react";
import type { Schema } from "./client";

/** Who is signed in. `may` says whether a control is shown: the server decides again. */
export interface Me {
  id: string;
  name: string;
  organizationId: string;
  agent: Schema<"Agent">;
  permissions: ReadonlySet<string>;
  may: (...anyOf: string[]) => boolean;
}

const Context = createContext<Me | null>(null);

/** The session of an agent as the pages know it; null where a program or nobody is signed in. */
export function meOf(session: Schema<"accounts_schemas_SessionView">): Me | null {
  if (!session.agent || !session.id) return null;
  const permissions = new Set(session.permissions);
  return {
    id: session.id,
    name: session.name,
    organizationId: session.organization_id,
    agent: session.agent,
    permissions,
    may: (...anyOf) => permissions.has("*") || anyOf.some((each) => permissions.has(each)),
  };
}

export function MeProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <Context.Provider value={me}>{children}</Context.Provider>;
}

/** Who is signed in; only within the shell. */
export function useMe(): Me {
  const me = useContext(Context);
  if (!me) throw new Error("useMe is for pages within the shell");
  return me;
}
