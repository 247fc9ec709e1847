import { Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FormFields } from "../aside/FormFields";
import type { DraftField } from "./fields";
import classes from "./Templates.module.css";

/** The form as agents will see it. What is typed here goes nowhere. */
export function Preview({ title, fields }: { title: string; fields: DraftField[] }) {
  const { t } = useTranslation("templates");
  const [typed, setTyped] = useState<Record<string, unknown>>({});
  const shown = fields.filter((each) => each.label && each.field);
  return (
    <section className={classes.preview} aria-label={t("preview")}>
      <Text size="xs" c="dimmed" fw={600}>
        {t("preview")}
      </Text>
      <Title order={2} size="h5" mb="sm">
        {title || t("untitled")}
      </Title>
      {shown.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("preview_empty")}
        </Text>
      ) : (
        <FormFields
          fields={shown.map(({ key: _, ...each }) => ({
            ...each,
            value: null,
            default: each.default || null,
            filled: false,
          }))}
          typed={typed}
          onChange={setTyped}
          problem={() => undefined}
        />
      )}
    </section>
  );
}
