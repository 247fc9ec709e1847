import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useTerms } from "./data";

/** One of the terms of a vocabulary. */
export function TermField({
  vocabulary,
  parent,
  value,
  onChange,
  ...plain
}: {
  label: string;
  description?: string;
  vocabulary: string | null;
  parent: string | null;
  value: string;
  onChange: (value: unknown) => void;
}) {
  const { t } = useTranslation("aside");
  const terms = useTerms(vocabulary, parent || null);
  const data = (terms.data?.items ?? []).map((each) => ({ value: each.code, label: each.label }));
  // What is known stays a choice, though it may be retired by now.
  if (value && !data.some((each) => each.value === value)) data.push({ value, label: value });
  return (
    <Select
      {...plain}
      data={data}
      searchable
      clearable
      openOnFocus={false}
      nothingFoundMessage={t("form.no_term")}
      value={value || null}
      onChange={onChange}
      comboboxProps={{ shadow: "md" }}
    />
  );
}
