import { useState } from "react";

export const PLACES = ["organization", "pack", "channel", "people", "test"] as const;
export type Place = (typeof PLACES)[number];

/** How far the first run is, and the web chat that was made in it. */
export interface Progress {
  place: Place;
  channelId?: string;
}

const KEY = "warmline.setup";

/** What was kept, where it is ours; else the beginning. */
export function readProgress(text: string | null): Progress {
  try {
    const kept = JSON.parse(text ?? "null") as Partial<Progress> | null;
    const place = PLACES.find((each) => each === kept?.place);
    if (!place) return { place: "organization" };
    return typeof kept?.channelId === "string" ? { place, channelId: kept.channelId } : { place };
  } catch {
    return { place: "organization" };
  }
}

/** Survives a reload of this tab. */
export function useProgress(): [Progress, (progress: Progress) => void] {
  const [progress, setProgress] = useState(() => readProgress(sessionStorage.getItem(KEY)));
  const go = (next: Progress) => {
    sessionStorage.setItem(KEY, JSON.stringify(next));
    setProgress(next);
  };
  return [progress, go];
}
