import { Anchor, Text, UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Composer.module.css";

export interface Suggestion {
  id: string;
  title: string;
  detail: string;
}

interface Props {
  id: string;
  label: string;
  items: Suggestion[];
  active: number;
  /** There is nothing at all, whatever is typed. */
  bare: boolean;
  /** Leads to where the texts are kept; by keys the palette does. */
  manage: boolean;
  onChoose: (place: number) => void;
}

/** What may stand here, while one types. The focus stays in the text; the list is told by `aria-activedescendant`. */
export function Suggestions({ id, label, items, active, bare, manage, onChoose }: Props) {
  const { t } = useTranslation("case");
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[data-place="${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const foot = manage && (
    <Anchor
      component={Link}
      to="/admin/canned"
      size="xs"
      className={classes.manage}
      tabIndex={-1}
      onMouseDown={(event) => event.preventDefault()}
    >
      {t("suggest.manage")}
    </Anchor>
  );
  if (items.length === 0) {
    return (
      <div className={classes.suggestions}>
        <Text size="sm" c="dimmed" p="xs" role="status">
          {t(bare ? "suggest.none_yet" : "suggest.none")}
        </Text>
        {foot}
      </div>
    );
  }
  return (
    <div className={classes.suggestions}>
      <div ref={list} id={id} role="listbox" aria-label={label}>
        {items.map((item, place) => (
          <UnstyledButton
            key={item.id}
            id={`${id}-${place}`}
            role="option"
            tabIndex={-1}
            aria-selected={place === active}
            data-place={place}
            className={classes.suggestion}
            // The text keeps the focus.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(place)}
          >
            <Text size="sm" component="span" fw={600}>
              {item.title}
            </Text>
            <Text size="xs" component="span" c="dimmed" truncate>
              {item.detail}
            </Text>
          </UnstyledButton>
        ))}
      </div>
      {foot}
    </div>
  );
}
