import { Button, NavLink, Text } from "@mantine/core";
import { IconForms, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { $api, type Schema } from "../../api/client";
import { useCommands } from "../../lib/commands";
import { useChannelName } from "../../ui/ChannelIcon";
import { Guarded } from "../../ui/Guarded";
import { useChoice } from "../../ui/leaving";
import { Empty, Loaded, PageHeader } from "../../ui/states";
import classes from "../people/People.module.css";
import { useTerms } from "../vocabularies/data";
import { TemplateEditor } from "./TemplateEditor";

export type Template = Schema<"CaptureTemplate">;

export default function TemplatesPage() {
  return (
    <Guarded needs={["vocabulary.manage"]}>
      <Templates />
    </Guarded>
  );
}

/** What agents fill in at wrap-up and at hand-off, by channel and category. */
function Templates() {
  // The preview's texts come with the page: else all of it would vanish while they are fetched.
  const { t } = useTranslation(["templates", "admin", "aside"]);
  const templates = $api.useQuery("get", "/api/v1/capture-templates", { params: { query: { limit: 200 } } });
  const { current: template, isNew, choose, show, leaving } = useChoice(templates.data?.items);
  useCommands([
    { id: "templates.add", title: t("add"), group: t("admin:page.templates"), keys: "n", run: () => choose("new") },
  ]);
  return (
    <>
      <PageHeader
        title={t("admin:page.templates")}
        actions={
          <Button leftSection={<IconPlus size={16} />} onClick={() => choose("new")}>
            {t("add")}
          </Button>
        }
      >
        {t("about")}
      </PageHeader>
      {leaving}
      <Loaded query={templates}>
        {({ items }) => {
          if (!template && !isNew)
            return (
              <Empty icon={<IconForms size={32} />} title={t("none")}>
                {t("none_hint")}
              </Empty>
            );
          return (
            <div className={classes.columns}>
              <TemplateList templates={items} current={template} onOpen={choose} />
              <TemplateEditor
                key={template?.id ?? "new"}
                template={template}
                readAgain={() => templates.refetch()}
                onDone={show}
              />
            </div>
          );
        }}
      </Loaded>
    </>
  );
}

function TemplateList({
  templates,
  current,
  onOpen,
}: {
  templates: Template[];
  current: Template | null;
  onOpen: (id: string) => void;
}) {
  const { t } = useTranslation(["templates", "admin"]);
  const place = usePlace();
  return (
    <nav aria-label={t("admin:page.templates")} className={classes.card}>
      {(["wrap_up", "hand_off"] as const).map((moment) => {
        const of = templates.filter((each) => each.moment === moment);
        return (
          <div key={moment}>
            <Text size="xs" fw={600} c="dimmed" px="sm" pt="xs">
              {t(`moment.${moment}`)}
            </Text>
            {of.map((each) => (
              <NavLink
                key={each.id}
                component="button"
                label={each.name}
                description={place(each)}
                active={each.id === current?.id}
                aria-current={each.id === current?.id}
                rightSection={
                  <Text size="xs" c="dimmed">
                    {t("count", { count: each.fields.length })}
                  </Text>
                }
                onClick={() => onOpen(each.id)}
              />
            ))}
            {of.length === 0 && (
              <Text size="sm" c="dimmed" px="sm" py={4}>
                {t("none_of_moment")}
              </Text>
            )}
          </div>
        );
      })}
    </nav>
  );
}

/** For which channel and category a template is, in words. */
export function usePlace(): (template: { channel: string | null; category: string | null }) => string {
  const { t } = useTranslation("templates");
  const channelName = useChannelName();
  const categories = useTerms("inquiry_category");
  return ({ channel, category }) => {
    const label = categories.data?.find((each) => each.code === category)?.label ?? category;
    return [channel ? channelName(channel) : t("any_channel"), label ?? t("any_category")].join(" · ");
  };
}
