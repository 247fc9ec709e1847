import { useCallback, useEffect, useRef, useState } from "react";
import { useMe } from "../api/me";

const PREFIX = "warmline.draft.";
const WAIT_MS = 250;

/**
 * Something that is being written, kept on this machine for this agent until it is cleared: it survives a reload, a
 * crash and the end of a session. `[value, setValue, clear]`
 */
export function useDraft<T>(name: string, initial: T): [T, (value: T) => void, () => void] {
  const me = useMe();
  const key = `${PREFIX}${me.id}.${name}`;
  const [value, setValue] = useState<T>(() => stored(key) ?? initial);
  const pending = useRef<{ key: string; text: string | null; timer: number } | null>(null);

  const flush = useCallback(() => {
    if (!pending.current) return;
    clearTimeout(pending.current.timer);
    put(pending.current.key, pending.current.text);
    pending.current = null;
  }, []);

  // The same composer shows one case after the other.
  const shown = useRef(key);
  if (shown.current !== key) {
    flush();
    shown.current = key;
    setValue(stored(key) ?? initial);
  }

  useEffect(() => {
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      flush();
    };
  }, [flush]);

  const keep = useCallback(
    (next: T) => {
      setValue(next);
      if (pending.current) clearTimeout(pending.current.timer);
      pending.current = { key, text: JSON.stringify(next), timer: window.setTimeout(flush, WAIT_MS) };
    },
    [key, flush],
  );
  const clear = useCallback(() => {
    if (pending.current) clearTimeout(pending.current.timer);
    pending.current = null;
    put(key, null);
    setValue(initial);
  }, [key, initial]);
  return [value, keep, clear];
}

function stored<T>(key: string): T | undefined {
  try {
    const text = localStorage.getItem(key);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    // What is no draft, or cannot be read, is overwritten by the next one.
    return undefined;
  }
}

function put(key: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // Storage is full or shut: the draft lives as long as its page.
  }
}
