import { NavLink, ScrollArea, Select } from "@mantine/core";
import { Link, Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/me";
import { PageHeader } from "../../ui/states";
import classes from "./AdminLayout.module.css";
import { Leaving } from "./Leaving";
import { SECTIONS } from "./sections";

/** The administration: its sections at the left, or in a list on a phone. */
export default function AdminLayout() {
  const { t } = useTranslation("admin");
  const me = useMe();
  const path = useLocation({ select: (location) => location.pathname });
  const navigate = useNavigate();
  const groups = SECTIONS.map((group) => ({
    ...group,
    pages: group.pages.filter((page) => me.may(...page.needs)),
  })).filter((group) => group.pages.length > 0);
  const pages = groups.flatMap((group) => group.pages);
  const current = pages.find((page) => path.startsWith(page.to));
  const menu = useRef<HTMLElement>(null);
  const to = current?.to;
  useEffect(() => {
    // Where one is stays in sight: the list is longer than a small screen.
    if (to) menu.current?.querySelector(`a[href="${to}"]`)?.scrollIntoView?.({ block: "nearest" });
  }, [to]);
  return (
    <div className={classes.layout}>
      <Leaving />
      <nav className={classes.menu} aria-label={t("menu")} ref={menu}>
        <ScrollArea h="100%">
          {groups.map((group) => (
            <div key={group.id} className={classes.group}>
              <div className={classes.heading}>{t(`group.${group.id}`)}</div>
              {group.pages.map((page) => (
                <NavLink
                  key={page.to}
                  component={Link}
                  to={page.to}
                  label={t(`page.${page.id}`)}
                  leftSection={<page.icon size={18} stroke={1.6} />}
                  active={page === current}
                />
              ))}
            </div>
          ))}
        </ScrollArea>
      </nav>
      <Select
        className={classes.picker}
        aria-label={t("menu")}
        data={groups.map((group) => ({
          group: t(`group.${group.id}`),
          items: group.pages.map((page) => ({ value: page.to, label: t(`page.${page.id}`) })),
        }))}
        value={current?.to ?? null}
        placeholder={t("menu")}
        onChange={(to) => void navigate({ to: to ?? "/admin" })}
      />
      <div className={classes.page}>
        {path === "/admin" || path === "/admin/" ? (
          <PageHeader title={t("welcome")}>{t("welcome_hint")}</PageHeader>
        ) : (
          <Outlet />
        )}
      </div>
    </div>
  );
}
