import { Button, Menu, Text } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client";
import { ChannelIcon, useChannelName } from "../../ui/ChannelIcon";
import classes from "./Composer.module.css";

export type Way = Schema<"ReplyOption">;

export const keyOf = (way: { handle_id: string; account_id: string }): string => `${way.handle_id} ${way.account_id}`;

/** The way that was chosen while it works; else the one that the customer wishes, how they came, or any that works. */
export function chosenWay(ways: Way[], key: string | null): Way | null {
  const open = ways.filter((each) => each.available);
  return (
    open.find((each) => keyOf(each) === key) ??
    open.find((each) => each.wished) ??
    open.find((each) => each.current) ??
    open[0] ??
    null
  );
}

/** A visitor's handle says nothing to people; the account does. */
const whereTo = (way: Way): string => (way.scheme === "web_visitor" ? way.account : way.value);

/** By which way a reply goes: each that there is, and why not where it does not work now. */
export function Ways({ ways, chosen, onChoose }: { ways: Way[]; chosen: Way | null; onChoose: (way: Way) => void }) {
  const { t } = useTranslation("case");
  const name = useChannelName();
  return (
    <Menu position="top-start" width={380} shadow="md" withinPortal>
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={chosen && <ChannelIcon channel={chosen.channel} size={16} labelled={false} />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          className={classes.way}
          aria-label={
            chosen ? t("way.label", { channel: name(chosen.channel), value: whereTo(chosen) }) : t("way.none")
          }
        >
          {chosen ? `${name(chosen.channel)} · ${whereTo(chosen)}` : t("way.none")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: "auto" }}>
        {ways.length === 0 && <Menu.Label>{t("way.empty")}</Menu.Label>}
        {ways.map((way) => (
          <Menu.Item
            key={keyOf(way)}
            leftSection={<ChannelIcon channel={way.channel} size={18} labelled={false} />}
            aria-disabled={!way.available}
            data-shut={!way.available || undefined}
            className={classes.option}
            closeMenuOnClick={way.available}
            onClick={() => way.available && onChoose(way)}
          >
            <Text size="sm" fw={way.current ? 600 : 400} component="span">
              {name(way.channel)} · <bdi>{whereTo(way)}</bdi>
            </Text>
            <Text size="xs" c="dimmed">
              {way.available
                ? `${t("way.by", { account: way.account })}${way.current ? ` · ${t("way.current")}` : ""}`
                : way.reason}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
