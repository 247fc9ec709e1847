import { Text, UnstyledButton } from "@mantine/core";
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
  onChoose: (place: number) => void;
}

/** What may stand here, while one types. The focus stays in the text; the list is told by `aria-activedescendant`. */
export function Suggestions({ id, label, items, active, onChoose }: Props) {
  const { t } = useTranslation("case");
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[data-place="${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [active]);
  if (items.length === 0) {
    return (
      <div className={classes.suggestions} role="status">
        <Text size="sm" c="dimmed" p="xs">
          {t("suggest.none")}
        </Text>
      </div>
    );
  }
  return (
    <div ref={list} id={id} role="listbox" aria-label={label} className={classes.suggestions}>
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
  );
}
