import { Button, Group, Modal, Select, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAgents, useQueues } from "../../ui/names";
import type { Asked } from "./actions";
import type { Action } from "./bulk";

interface Props {
  asked: Asked | null;
  count: number;
  onClose: () => void;
  onChosen: (action: Action) => void;
}

/** To whom, or into which queue. */
export function ChooseTarget({ asked, count, onClose, onChosen }: Props) {
  const { t } = useTranslation(["inbox", "app"]);
  return (
    <Modal
      opened={asked !== null}
      onClose={onClose}
      title={asked ? t(`choose.${asked}`, { count }) : undefined}
      closeButtonProps={{ "aria-label": t("app:close") }}
    >
      {asked && <Choice key={asked} asked={asked} onClose={onClose} onChosen={onChosen} />}
    </Modal>
  );
}

function Choice({ asked, onClose, onChosen }: { asked: Asked } & Pick<Props, "onClose" | "onChosen">) {
  const { t } = useTranslation(["inbox", "app"]);
  const [chosen, setChosen] = useState<string | null>(null);
  const options = useTargets(asked);
  const done = () => {
    if (!chosen) return;
    onChosen(asked === "assign" ? { kind: "assign", agentId: chosen } : { kind: "move", queueId: chosen });
    onClose();
  };
  return (
    <Stack>
      <Select
        label={t(`choose.${asked}_label`)}
        data={options}
        value={chosen}
        onChange={setChosen}
        searchable
        nothingFoundMessage={t("choose.none")}
        data-autofocus
        comboboxProps={{ withinPortal: false }}
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("app:cancel")}
        </Button>
        <Button onClick={done} disabled={!chosen}>
          {t(`action.${asked}`)}
        </Button>
      </Group>
    </Stack>
  );
}

function useTargets(asked: Asked): { value: string; label: string }[] {
  const agents = useAgents();
  const queues = useQueues();
  const all = asked === "assign" ? agents.data?.values() : queues.data?.values();
  return [...(all ?? [])]
    .filter((each) => each.active)
    .map((each) => ({ value: each.id, label: each.name }))
    .sort((a, b) => a.label.localeCompare(b.label));
}
