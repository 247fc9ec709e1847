import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { words } from "./ChannelIcon";

const COLOURS: Record<string, string> = {
  available: "green",
  active: "teal",
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
  open: "teal",
  new: "blue",
};

/** A state as a word in its colour. */
export function StatusBadge({ status, size = "sm" }: { status: string; size?: "xs" | "sm" | "md" }) {
  const { t } = useTranslation("app");
  return (
    <Badge size={size} variant="light" color={COLOURS[status] ?? "gray"} tt="none">
      {t(`status.${status}`, { defaultValue: words(status) })}
    </Badge>
  );
}
