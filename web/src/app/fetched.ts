import { lazyRouteComponent } from "@tanstack/react-router";
import { Unreachable } from "../api/problem";

const SOMETHING_SMALL = "/favicon.svg";

/**
 * Why a piece of the desk could not be fetched: the error itself where the server answers (the piece is gone with an
 * update: the router reloads), else `Unreachable`, for a reload would only bring the browser's own page.
 */
export async function whyNot(error: unknown): Promise<never> {
  const answers = await fetch(SOMETHING_SMALL, { method: "HEAD", cache: "no-store" }).then(
    () => true,
    () => false,
  );
  throw answers ? error : new Unreachable();
}

/** A page that is fetched when it is opened. */
export const fetched: typeof lazyRouteComponent = (load, name) => lazyRouteComponent(() => load().catch(whyNot), name);
