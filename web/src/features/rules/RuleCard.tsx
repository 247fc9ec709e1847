import {
  ActionIcon,
  Badge,
  Button,
  Card,
  Code,
  Collapse,
  Fieldset,
  Group,
  NumberInput,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowDown, IconArrowUp, IconChevronDown, IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client";
import { formatNumber } from "../../lib/format";
import { exact } from "../queues/Staircase";
import classes from "./Rules.module.css";
import { caretOf, type Fault, type Rule } from "./rules";
import { ThenForm } from "./ThenForm";

interface Props {
  rule: Rule;
  place: number;
  last: boolean;
  count?: Schema<"RuleCount">;
  faults: Fault[];
  onChange: (rule: Rule) => void;
  move: (by: -1 | 1) => void;
  remove: () => void;
}

/** One rule: its condition, what follows, and how often it applied. */
export function RuleCard({ rule, place, last, count, faults, onChange, move, remove }: Props) {
  const { t } = useTranslation("rules");
  const [opened, { toggle }] = useDisclosure(!rule.id);
  const set = (change: Partial<Rule>) => onChange({ ...rule, ...change });
  return (
    <Card withBorder padding="sm" component="article" aria-label={rule.name || t("unnamed")}>
      <Group gap="xs" wrap="nowrap" align="center">
        <Stack gap={0}>
          <ActionIcon
            size="sm"
            aria-label={t("up", { name: rule.name })}
            disabled={place === 0}
            onClick={() => move(-1)}
          >
            <IconArrowUp size={14} />
          </ActionIcon>
          <ActionIcon size="sm" aria-label={t("down", { name: rule.name })} disabled={last} onClick={() => move(1)}>
            <IconArrowDown size={14} />
          </ActionIcon>
        </Stack>
        <div style={{ flex: 1, minWidth: 0 }}>
          <Group gap="xs">
            <Text fw={600} c={rule.active === false ? "dimmed" : undefined}>
              {place + 1}. {rule.name || t("unnamed")}
            </Text>
            {rule.active === false && (
              <Badge variant="dot" color="gray" tt="none">
                {t("off")}
              </Badge>
            )}
            {faults.length > 0 && (
              <Badge color="red" variant="dot" tt="none">
                {t("wrong")}
              </Badge>
            )}
            {(count?.failed ?? 0) > 0 && (
              <Badge color="yellow" variant="dot" tt="none" title={count?.last_error ?? undefined}>
                {t("could_not", { count: count?.failed ?? 0 })}
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed" truncate>
            {rule.when}
          </Text>
        </div>
        <Text size="sm" c="dimmed">
          {count ? t("applied", { times: formatNumber(count.matched ?? 0) }) : ""}
        </Text>
        <ActionIcon aria-label={t("edit", { name: rule.name || t("unnamed") })} aria-expanded={opened} onClick={toggle}>
          <IconChevronDown size={16} style={{ transform: opened ? "rotate(180deg)" : undefined }} />
        </ActionIcon>
      </Group>
      {faults.map((fault) => (
        <FaultShown key={`${fault.field}-${fault.offset}-${fault.problem}`} fault={fault} when={rule.when} />
      ))}
      <Collapse expanded={opened}>
        <Stack mt="md">
          <TextInput
            label={t("name")}
            required
            value={rule.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <Textarea
            label={t("when")}
            description={t("when_hint")}
            required
            autosize
            minRows={2}
            value={rule.when}
            spellCheck={false}
            error={faults.some((each) => each.field.includes("when")) || undefined}
            classNames={{ input: classes.code }}
            onChange={(event) => set({ when: event.currentTarget.value })}
          />
          <Fieldset legend={t("then.title")}>
            <ThenForm then={rule.then ?? {}} onChange={(then) => set({ then })} />
          </Fieldset>
          {(rule.path ?? []).map((step, number) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place.
            <Fieldset key={number} legend={t("path.step", { time: exact(step.after_seconds) })}>
              <Stack>
                <Group align="end">
                  <NumberInput
                    label={t("path.after")}
                    min={1}
                    value={step.after_seconds}
                    onChange={(value) =>
                      set({
                        path: rule.path?.map((each, other) =>
                          other === number ? { ...each, after_seconds: Number(value) || 1 } : each,
                        ),
                      })
                    }
                  />
                  <ActionIcon
                    mb={4}
                    aria-label={t("path.remove")}
                    onClick={() => set({ path: rule.path?.filter((_, other) => other !== number) })}
                  >
                    <IconTrash size={16} />
                  </ActionIcon>
                </Group>
                <ThenForm
                  later
                  then={step.then}
                  onChange={(then) =>
                    set({ path: rule.path?.map((each, other) => (other === number ? { ...each, then } : each)) })
                  }
                />
              </Stack>
            </Fieldset>
          ))}
          <Group>
            <Button
              variant="light"
              size="compact-sm"
              leftSection={<IconPlus size={14} />}
              onClick={() =>
                set({
                  path: [
                    ...(rule.path ?? []),
                    { after_seconds: (rule.path?.at(-1)?.after_seconds ?? 0) + 300, then: {} },
                  ],
                })
              }
            >
              {t("path.add")}
            </Button>
          </Group>
          <Group justify="space-between">
            <Group>
              <Switch
                label={t("active")}
                checked={rule.active !== false}
                onChange={(event) => set({ active: event.currentTarget.checked })}
              />
              <Switch
                label={t("stop")}
                checked={rule.stop ?? false}
                onChange={(event) => set({ stop: event.currentTarget.checked })}
              />
            </Group>
            <Button variant="subtle" color="red" leftSection={<IconTrash size={14} />} onClick={remove}>
              {t("remove")}
            </Button>
          </Group>
        </Stack>
      </Collapse>
    </Card>
  );
}

/** What is wrong, with the place and a mark under it. */
function FaultShown({ fault, when }: { fault: Fault; when: string }) {
  const { t } = useTranslation("rules");
  const caret = fault.field.includes("when") ? caretOf(when, fault) : null;
  return (
    <div role="alert" className={classes.fault}>
      <Text size="sm">
        {fault.line != null && fault.column != null ? `${t("place", { line: fault.line, column: fault.column })} ` : ""}
        {fault.problem}
      </Text>
      {caret && <Code block>{`${caret.line}\n${caret.mark}`}</Code>}
    </div>
  );
}
