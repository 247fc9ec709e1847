import { useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

// By then a menu that led to the page has given the focus back, and the page has taken what it wants of it.
const SETTLED_MS = 250;

/** Where what had the focus went with its page, the keys go on in the new one. */
export function PageFocus() {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const before = useRef(path);
  useEffect(() => {
    if (before.current === undefined || before.current === path) {
      before.current = path;
      return;
    }
    before.current = path;
    const timer = setTimeout(() => {
      if (document.activeElement === document.body) document.getElementById("content")?.focus({ preventScroll: true });
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [path]);
  return null;
}
