import { Badge, Collapse, Group, Text, UnstyledButton } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { type ReactNode, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/me";
import { useCommands } from "../../lib/commands";
import { useLayout } from "../../lib/preferences";
import classes from "./Aside.module.css";

interface Props {
  name: string;
  title: string;
  /** How much is in it; nothing is shown where it is 0 or left out. */
  count?: number;
  /** It holds something that must not be overlooked. */
  loud?: boolean;
  closed?: boolean;
  actions?: ReactNode;
  children: ReactNode;
}

/** A part of the pane that folds; each agent finds it as they left it. */
export function Section({ name, title, count = 0, loud, closed = false, actions, children }: Props) {
  const { t } = useTranslation("aside");
  const me = useMe();
  const [open, setOpen] = useLayout(`aside.${me.id}.${name}`, !closed);
  const button = useRef<HTMLButtonElement>(null);
  const region = useId();
  const show = () => {
    setOpen(true);
    button.current?.focus();
    button.current?.scrollIntoView({ block: "nearest" });
  };
  useCommands([{ id: `aside.${name}`, title: t("go_to", { title }), group: t("app:group.view"), run: show }]);
  return (
    <section className={classes.section} aria-label={title} data-loud={loud || undefined}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <h3 className={classes.heading}>
          <UnstyledButton
            ref={button}
            className={classes.toggle}
            aria-expanded={open}
            aria-controls={region}
            onClick={() => setOpen(!open)}
          >
            <IconChevronDown size={14} className={classes.chevron} data-open={open || undefined} aria-hidden />
            <Text component="span" size="sm" fw={650}>
              {title}
            </Text>
            {count > 0 && (
              <Badge size="sm" variant={loud ? "filled" : "light"} color={loud ? "red" : "gray"} circle={count < 10}>
                {count}
              </Badge>
            )}
          </UnstyledButton>
        </h3>
        {open && actions}
      </Group>
      <Collapse expanded={open} id={region} transitionDuration={120}>
        <div className={classes.body}>{children}</div>
      </Collapse>
    </section>
  );
}

/** Nothing is here; a sentence in the size of the pane. */
export function Nothing({ children }: { children: ReactNode }) {
  return (
    <Text size="sm" c="dimmed">
      {children}
    </Text>
  );
}
