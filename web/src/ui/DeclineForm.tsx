import { Button, Group, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  /** What is asked: whom the reason is for. */
  label: string;
  busy: boolean;
  onDecline: (reason: string | null) => void;
  onCancel: () => void;
}

/** Why I do not take something that a colleague asks of me. It can be left empty. */
export function DeclineForm({ label, busy, onDecline, onCancel }: Props) {
  const { t } = useTranslation("app");
  const [reason, setReason] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onDecline(reason.trim() || null);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap={6}>
        <TextInput
          autoFocus
          size="xs"
          label={label}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            onCancel();
          }}
        />
        <Group gap={6}>
          <Button type="submit" size="compact-sm" loading={busy}>
            {t("offer.decline")}
          </Button>
          <Button size="compact-sm" variant="default" onClick={onCancel}>
            {t("cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
