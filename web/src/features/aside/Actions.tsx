import { Button, Group, Menu } from "@mantine/core";
import { IconArrowsExchange, IconChecklist, IconChevronDown } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/me";
import { type Command, useCommands } from "../../lib/commands";
import { KeyHint } from "../../ui/KeyHint";
import { canHandOff, canTransfer, canWrapUp, type Interaction, isInHand } from "./data";

export type Dialog = "hand_off" | "transfer" | "consult" | "conference" | "callback" | "move" | "join" | "wrap_up";

interface Act {
  what: Dialog;
  keys: string;
  can: boolean;
}

/** What the actor may do with this contact now, in the order of the menu. */
export function actsOn(
  interaction: Interaction,
  me: { id: string; may: (...each: string[]) => boolean },
  hasCase: boolean,
): Act[] {
  const mine = interaction.owner_id === me.id;
  const works = me.may("interaction.work");
  const hold = mine ? works : me.may("queue.manage");
  const { status } = interaction;
  return [
    { what: "wrap_up", keys: "w w", can: works && mine && canWrapUp(status) },
    { what: "hand_off", keys: "w h", can: hold && works && canHandOff(status) },
    { what: "transfer", keys: "w t", can: hold && canTransfer(status) },
    { what: "consult", keys: "w c", can: hold && works && isInHand(status) },
    { what: "conference", keys: "w f", can: hold && works && isInHand(status) },
    { what: "callback", keys: "w b", can: works && (mine || me.may("queue.manage")) && canTransfer(status) },
    { what: "move", keys: "w m", can: me.may("case.write") && hasCase },
    { what: "join", keys: "w j", can: me.may("case.write") && hasCase },
  ];
}

/** Wrap up and hand over at a glance; the rest in a menu. All of it by key and in the palette. */
export function Actions({
  interaction,
  hasCase,
  open,
}: {
  interaction: Interaction;
  hasCase: boolean;
  open: (what: Dialog) => void;
}) {
  const { t } = useTranslation("aside");
  const me = useMe();
  const acts = actsOn(interaction, me, hasCase);
  useCommands(
    acts.map(
      (each): Command => ({
        id: `work.${each.what}`,
        title: t(`act.${each.what}`),
        group: t(each.what === "move" || each.what === "join" ? "app:group.case" : "app:group.work"),
        keys: each.keys,
        enabled: each.can,
        words: t(`act_words.${each.what}`),
        run: () => open(each.what),
      }),
    ),
  );
  const can = acts.filter((each) => each.can);
  const has = (what: Dialog) => can.some((each) => each.what === what);
  const rest = can.filter((each) => !["wrap_up", "hand_off"].includes(each.what));
  if (can.length === 0) return null;
  return (
    <Group gap={6} px="md" py="xs">
      {has("wrap_up") && (
        <Button size="compact-md" leftSection={<IconChecklist size={16} />} onClick={() => open("wrap_up")}>
          {t("act.wrap_up")}
        </Button>
      )}
      {has("hand_off") && (
        <Button
          size="compact-md"
          variant="default"
          leftSection={<IconArrowsExchange size={16} />}
          onClick={() => open("hand_off")}
        >
          {t("act.hand_off")}
        </Button>
      )}
      {rest.length > 0 && (
        <Menu position="bottom-end" width={260}>
          <Menu.Target>
            <Button size="compact-md" variant="default" rightSection={<IconChevronDown size={14} />}>
              {t("act.more")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {rest.map((each) => (
              <Menu.Item key={each.what} rightSection={<KeyHint keys={each.keys} />} onClick={() => open(each.what)}>
                {t(`act.${each.what}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  );
}
