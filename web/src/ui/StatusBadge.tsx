import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { words } from "./ChannelIcon";

const COLOURS: Record<string, string> = {
  available: "green",
  active: "ink",
  offered: "blue",
  queued: "orange",
  on_hold: "yellow",
  wrap_up: "grape",
  waiting: "gray",
  pending: "gray",
  resolved: "gray",
  closed: "gray",
  failed: "red",
  not_responding: "red",
  away: "yellow",
  offline: "gray",
  open: "ink",
  new: "blue",
};

/** A state as a word in its colour. */
export function StatusBadge({ status, size = "sm" }: { status: string; size?: "xs" | "sm" | "md" }) {
  const { t } = useTranslation("app");
  return (
    // The word is as dark as other text: in its colour it would be too faint on its ground.
    <Badge
      size={size}
      variant="light"
      color={COLOURS[status] ?? "gray"}
      tt="none"
      flex="none"
      styles={{ label: { color: "var(--mantine-color-text)" } }}
    >
      {t(`status.${status}`, { defaultValue: words(status) })}
    </Badge>
  );
}
