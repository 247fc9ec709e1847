import { TextInput, Title, UnstyledButton } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, useWrite } from "../../api/client";
import classes from "./CaseHeader.module.css";

/** The title, which is changed where it stands. */
export function CaseTitle({ it, editable }: { it: Schema<"CaseView">; editable: boolean }) {
  const { t } = useTranslation("case");
  const [value, setValue] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const editing = value !== null;
  useEffect(() => {
    if (editing) field.current?.select();
  }, [editing]);
  const update = useWrite("patch", "/api/v1/cases/{case_id}", { onSuccess: () => setValue(null) });
  const shown = it.title || t("header.untitled");
  if (!editing) {
    return (
      <Title order={2} size="h4" className={classes.title}>
        {editable ? (
          <UnstyledButton className={classes.rename} onClick={() => setValue(it.title)} title={t("header.rename")}>
            <bdi>{shown}</bdi>
          </UnstyledButton>
        ) : (
          <bdi>{shown}</bdi>
        )}
      </Title>
    );
  }
  const save = () => {
    const title = (value ?? "").trim();
    if (title === it.title) setValue(null);
    else update.mutate({ params: { path: { case_id: it.id } }, body: { title } });
  };
  return (
    <TextInput
      ref={field}
      className={classes.title}
      aria-label={t("header.rename")}
      value={value}
      maxLength={500}
      dir="auto"
      disabled={update.isPending}
      onChange={(event) => setValue(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === "Enter") save();
        if (event.key === "Escape") setValue(null);
      }}
    />
  );
}
