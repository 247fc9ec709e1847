import { Button, Fieldset, Group, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { useRefresh } from "../../lib/pages";
import { State } from "../../ui/State";
import { Loaded } from "../../ui/states";
import { tellDone } from "../../ui/tell";
import classes from "./Organisation.module.css";

/** The industry packs: what each brings, and which are installed. */
export function Packs() {
  const { t } = useTranslation("organisation");
  const packs = $api.useQuery("get", "/api/v1/packs");
  const vocabularies = $api.useQuery("get", "/api/v1/vocabularies", { params: { query: { limit: 200 } } });
  const installed = new Set(vocabularies.data?.items.map((each) => each.pack));
  return (
    <Fieldset legend={t("packs")} className={classes.card}>
      <Text size="sm" c="dimmed" mb="md">
        {t("packs_hint")}
      </Text>
      <Loaded query={packs}>
        {(found) => found.map((pack) => <PackRow key={pack.name} pack={pack} installed={installed.has(pack.name)} />)}
      </Loaded>
    </Fieldset>
  );
}

function PackRow({ pack, installed }: { pack: Schema<"PackView">; installed: boolean }) {
  const { t } = useTranslation("organisation");
  const me = useMe();
  const refresh = useRefresh();
  const categories = $api.useQuery(
    "get",
    "/api/v1/vocabularies/{code}/terms",
    {
      params: { path: { code: "inquiry_category" }, query: { limit: 200 } },
    },
    { enabled: installed, retry: false },
  );
  const install = useWrite("post", "/api/v1/packs/{name}/install", {
    onSuccess: (added) => {
      refresh("/api/v1/vocabularies", "/api/v1/capture-templates");
      tellDone(
        added.terms + added.vocabularies + added.templates > 0
          ? t("installed_now", { terms: added.terms, vocabularies: added.vocabularies, templates: added.templates })
          : t("all_there"),
      );
    },
  });
  const label = (code: string) =>
    categories.data?.items.find((each) => each.code === code)?.label ?? code.replaceAll("_", " ");
  return (
    <section className={classes.pack}>
      <Group justify="space-between" wrap="nowrap" align="start">
        <div>
          <Group gap="xs">
            <Title order={2} size="h5">
              {pack.label}
            </Title>
            {installed && <State tone="good">{t("installed")}</State>}
          </Group>
          <Text size="sm" c="dimmed">
            {t("brings", { terms: pack.terms, version: pack.version })}
          </Text>
        </div>
        {me.may("vocabulary.manage") && (
          <Button
            variant={installed ? "default" : "filled"}
            size="compact-md"
            loading={install.isPending}
            onClick={() => install.mutate({ params: { path: { name: pack.name } } })}
            aria-label={t(installed ? "renew_named" : "install_named", { name: pack.label })}
          >
            {t(installed ? "renew" : "install")}
          </Button>
        )}
      </Group>
      <Text size="sm" mt={4}>
        {t("categories", { list: pack.categories.map(label).join(", ") })}
      </Text>
    </section>
  );
}
