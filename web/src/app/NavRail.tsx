import { Tooltip } from "@mantine/core";
import {
  IconAlertTriangle,
  IconChartBar,
  IconInbox,
  IconLayoutDashboard,
  IconSearch,
  IconSettings,
} from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/me";
import { type Command, useCommands } from "../lib/commands";
import classes from "./NavRail.module.css";
import { ADMIN_PERMISSIONS } from "./permissions";

const PLACES = [
  { id: "desk", to: "/desk", icon: IconInbox, keys: "g d", needs: ["case.read", "case.read_team"] },
  { id: "search", to: "/search", icon: IconSearch, keys: "g s", needs: ["case.read", "case.read_team"] },
  { id: "wall", to: "/wall", icon: IconLayoutDashboard, keys: "g w", needs: ["queue.manage"] },
  { id: "alerts", to: "/alerts", icon: IconAlertTriangle, keys: "g l", needs: ["queue.manage"] },
  { id: "reports", to: "/reports/day", icon: IconChartBar, keys: "g r", needs: ["queue.manage", "export"] },
  { id: "admin", to: "/admin", icon: IconSettings, keys: "g a", needs: ADMIN_PERMISSIONS },
] as const;

/** The way around: at the left, or below on a phone. */
export function NavRail() {
  const { t } = useTranslation("app");
  const me = useMe();
  const navigate = useNavigate();
  const places = PLACES.filter((place) => me.may(...place.needs));
  useCommands(
    places.map(
      (place): Command => ({
        id: `go.${place.id}`,
        title: t("go_to", { place: t(`place.${place.id}`) }),
        group: t("group.go"),
        keys: place.keys,
        run: () => void navigate({ to: place.to }),
      }),
    ),
  );
  return (
    <nav className={classes.rail} aria-label={t("main_menu")}>
      {places.map((place) => (
        <Tooltip key={place.id} label={t(`place.${place.id}`)} position="right">
          <Link
            to={place.to}
            className={classes.link}
            activeOptions={{ exact: false }}
            data-nav
            aria-label={t(`place.${place.id}`)}
          >
            <place.icon size={22} stroke={1.6} aria-hidden />
          </Link>
        </Tooltip>
      ))}
    </nav>
  );
}
