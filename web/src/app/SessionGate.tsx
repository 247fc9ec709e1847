import { lazy, Suspense, useEffect } from "react";
import type { Me } from "../api/me";
import { useSessionState } from "../api/session";

const door = () => import("./SessionDoor");
const SessionDoor = lazy(door);
// It must be there when the server may not be; and the desk comes first.
const DOOR_AFTER_MS = 4000;

/** Puts the sign-in over the page when the session has ended: what is typed stays, and what was sent is sent again. */
export function SessionGate({ me }: { me: Me }) {
  const ended = useSessionState() === "ended";
  useEffect(() => {
    let timer = setTimeout(fetchEarly, DOOR_AFTER_MS);
    let gone = false;
    function fetchEarly() {
      // The server may be away just then: it is tried until it is there.
      door().catch(() => {
        if (!gone) timer = setTimeout(fetchEarly, DOOR_AFTER_MS);
      });
    }
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, []);
  return ended ? (
    <Suspense>
      <SessionDoor me={me} />
    </Suspense>
  ) : null;
}
