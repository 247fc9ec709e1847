import type { Icon } from "@tabler/icons-react";

export interface AdminPage {
  id: string;
  to: string;
  icon: Icon;
  /** Any of these permissions opens it. */
  needs: string[];
}

/** The sections of the administration. A page is listed when it is there: add yours, and its route in `app/routes.tsx`. */
export const SECTIONS: { id: "people" | "work" | "channels" | "record" | "safety"; pages: AdminPage[] }[] = [
  { id: "people", pages: [] },
  { id: "work", pages: [] },
  { id: "channels", pages: [] },
  { id: "record", pages: [] },
  { id: "safety", pages: [] },
];
