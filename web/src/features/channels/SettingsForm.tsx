import { Accordion, Fieldset, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { SchemaForm } from "../../ui/SchemaForm";
import type { Field, Values } from "../../ui/schemaForm";
import { sectioned } from "./layouts";
import { useSettingWords } from "./words";

interface Props {
  connector: string;
  fields: Field[];
  values: Values;
  onChange: (values: Values) => void;
  problems: Record<string, string | undefined>;
  kept?: readonly string[];
  strict?: boolean;
}

/** A connector's settings in sections; what hardly anybody needs is folded away, unless something is wrong in it. */
export function SettingsForm({ connector, fields, problems, ...rest }: Props) {
  const { t, i18n } = useTranslation("channels");
  const words = useSettingWords(connector);
  const found = sectioned(connector, fields);
  const titled = (id: string) => (i18n.exists(`channels:section.${id}`) ? t(`section.${id}` as "title") : id);
  const rare = found.filter((each) => each.section.rare);
  const wrong = rare.filter((each) => each.fields.some((field) => problems[field.name])).map((each) => each.section.id);
  return (
    <Stack gap="lg">
      {found
        .filter((each) => !each.section.rare)
        .map(({ section, fields: own }) => (
          <Fieldset key={section.id} legend={titled(section.id)}>
            <SchemaForm fields={own} words={words} problems={problems} {...rest} />
          </Fieldset>
        ))}
      {rare.length > 0 && (
        <Accordion multiple variant="separated" key={wrong.join()} defaultValue={wrong}>
          {rare.map(({ section, fields: own }) => (
            <Accordion.Item key={section.id} value={section.id}>
              <Accordion.Control>{titled(section.id)}</Accordion.Control>
              <Accordion.Panel>
                <SchemaForm fields={own} words={words} problems={problems} {...rest} />
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
      )}
    </Stack>
  );
}
