import { Radio, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema } from "../../api/client";
import { shortHandle } from "../../ui/handles";

type Customer = Schema<"CustomerView">;

/** Find another customer by name. */
export function CustomerPicker({
  not,
  value,
  onChange,
}: {
  not: string;
  value: Customer | null;
  onChange: (customer: Customer) => void;
}) {
  const { t } = useTranslation("customer");
  const [typed, setTyped] = useState("");
  const [name] = useDebouncedValue(typed.trim(), 250);
  const found = $api.useQuery(
    "get",
    "/api/v1/customers",
    { params: { query: { name, limit: 10 } } },
    { enabled: name.length > 1, meta: { live: false } },
  );
  const others = (found.data?.items ?? []).filter((each) => each.root_id !== not);
  return (
    <Stack gap="xs">
      <TextInput
        data-autofocus
        label={t("find.label")}
        placeholder={t("find.placeholder")}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {others.length > 0 && (
        <Radio.Group
          label={t("find.who")}
          value={value?.id ?? ""}
          onChange={(id) => {
            const chosen = others.find((each) => each.id === id);
            if (chosen) onChange(chosen);
          }}
        >
          <Stack gap={6} mt={4} mah={220} style={{ overflowY: "auto" }}>
            {others.map((each) => (
              <Radio
                key={each.id}
                value={each.id}
                label={each.display_name || t("app:unnamed")}
                description={each.handles
                  .slice(0, 2)
                  .map((handle) => shortHandle(handle.value))
                  .join(", ")}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
      {name.length > 1 && found.isSuccess && others.length === 0 && (
        <Text size="sm" c="dimmed" role="status">
          {t("find.nobody")}
        </Text>
      )}
    </Stack>
  );
}
