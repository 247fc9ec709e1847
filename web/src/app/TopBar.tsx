import {
  ActionIcon,
  Avatar,
  Group,
  Kbd,
  Menu,
  Text,
  Tooltip,
  UnstyledButton,
  useMantineColorScheme,
} from "@mantine/core";
import { IconHelp, IconLogout, IconMoon, IconSearch, IconSun, IconUser } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useWrite } from "../api/client";
import { live } from "../api/live";
import { useMe } from "../api/me";
import { Bell } from "../features/notices/Bell";
import { PresenceMenu } from "../features/presence/PresenceMenu";
import { useCommands } from "../lib/commands";
import { keyNames } from "../lib/keys";
import { giveUp } from "../lib/unsaved";
import { useLeaving } from "../ui/leaving";
import { openCheatSheet } from "./CheatSheet";
import { openPalette } from "./CommandPalette";
import classes from "./TopBar.module.css";

export function TopBar() {
  const { t } = useTranslation("app");
  const me = useMe();
  return (
    <header className={classes.bar}>
      <a href="/" className={classes.brand} aria-label={t("home")}>
        <img src="/favicon.svg" alt="" width={26} height={26} />
        <Text component="span" fw={650} visibleFrom="xs">
          Warmline
        </Text>
      </a>
      <UnstyledButton className={classes.find} onClick={openPalette}>
        <IconSearch size={16} aria-hidden />
        <Text component="span" size="sm" visibleFrom="xs">
          {t("palette.open")}
        </Text>
        <Group gap={2} ml="auto" visibleFrom="sm" aria-hidden>
          {keyNames("mod+k").map((key) => (
            <Kbd key={key} size="xs">
              {key}
            </Kbd>
          ))}
        </Group>
        <span className="visually-hidden">{t("palette.open")}</span>
      </UnstyledButton>
      <Group gap={6} wrap="nowrap" ml="auto">
        {me.may("interaction.work") && <PresenceMenu />}
        <Bell />
        <Tooltip label={t("cheat_sheet.open")}>
          <ActionIcon onClick={openCheatSheet} aria-label={t("cheat_sheet.open")} visibleFrom="sm">
            <IconHelp size={20} />
          </ActionIcon>
        </Tooltip>
        <MyMenu />
      </Group>
    </header>
  );
}

function MyMenu() {
  const { t } = useTranslation("app");
  const me = useMe();
  const navigate = useNavigate();
  const { setColorScheme, colorScheme } = useMantineColorScheme();
  const dark = colorScheme === "dark";
  const signOut = useWrite("delete", "/api/v1/session", {
    onSuccess: () => {
      live.stop();
      giveUp();
      window.location.assign("/sign-in");
    },
  });
  const [leave, leaving] = useLeaving();
  const out = () => leave(() => signOut.mutate({}));
  const swap = () => setColorScheme(dark ? "light" : "dark");
  useCommands([
    { id: "me.profile", title: t("profile"), group: t("group.me"), run: () => void navigate({ to: "/me" }) },
    { id: "me.colours", title: dark ? t("light") : t("dark"), group: t("group.me"), run: swap },
    { id: "me.sign_out", title: t("sign_out"), group: t("group.me"), run: out },
  ]);
  return (
    <>
      {leaving}
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <UnstyledButton
            aria-label={t("my_menu", { name: me.name, initials: initials(me.name) })}
            className={classes.me}
          >
            <Avatar color="ink" size={32}>
              {initials(me.name)}
            </Avatar>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{me.name}</Menu.Label>
          <Menu.Item leftSection={<IconUser size={16} />} onClick={() => void navigate({ to: "/me" })}>
            {t("profile")}
          </Menu.Item>
          <Menu.Item leftSection={dark ? <IconSun size={16} /> : <IconMoon size={16} />} onClick={swap}>
            {dark ? t("light") : t("dark")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={out}>
            {t("sign_out")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => word?.charAt(0).toUpperCase()).join("");
}
