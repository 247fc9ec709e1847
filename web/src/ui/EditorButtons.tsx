import { Button, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface Props {
  /** Something new is added; else what is there is changed. */
  isNew: boolean;
  /** Nothing was changed, or somebody else changed it meanwhile. */
  disabled: boolean;
  busy: boolean;
  onRemove: () => void;
  onCancel: () => void;
}

/** The last line of an editor: delete or cancel at the left, save or add at the right. */
export function EditorButtons({ isNew, disabled, busy, onRemove, onCancel }: Props) {
  const { t } = useTranslation("app");
  return (
    <Group justify="space-between">
      {isNew ? (
        <Button variant="default" onClick={onCancel}>
          {t("cancel")}
        </Button>
      ) : (
        <Button color="red" variant="subtle" onClick={onRemove}>
          {t("delete")}
        </Button>
      )}
      <Button type="submit" disabled={disabled} loading={busy}>
        {isNew ? t("add") : t("save")}
      </Button>
    </Group>
  );
}
