import { useState } from "react";
import { type Schema, useWrite } from "../../api/client";
import { faultsOf, fieldsOf, given, type JsonSchema, startOf, type Values } from "../../ui/schemaForm";
import { LONG } from "./layouts";
import { problemsByField } from "./problems";
import { useConnectorWords } from "./words";

interface Draft {
  name: string;
  address: string;
  channel: string;
  values: Values;
  queueId: string | null;
}

export type SettingUp = ReturnType<typeof useSetUp>;

/** What is filled in of a new inbox, how it was tried, and how far one has come. Nothing is saved before it works. */
export function useSetUp(connector: Schema<"ConnectorView">) {
  const words = useConnectorWords()(connector.code, connector.name);
  const fields = fieldsOf(connector.settings as JsonSchema, LONG);
  const [step, setStep] = useState(0);
  const [strict, setStrict] = useState(false);
  const [draft, setDraft] = useState<Draft>(() => ({
    name: "",
    address: "",
    channel: connector.channels[0]?.code ?? "",
    values: startOf(fields),
    queueId: null,
  }));
  const test = useWrite("post", "/api/v1/channels/test", { meta: { quiet: true } });
  const create = useWrite("post", "/api/v1/channels", { meta: { quiet: true } });
  const { channel, address } = draft;
  const name = draft.name.trim();
  const settings = given(fields, draft.values);
  const body = { connector: connector.code, channel, name: name || words.name, address, settings };
  const missing = Object.keys(faultsOf(fields, draft.values)).length + (name ? 0 : 1);
  return {
    connector,
    words,
    fields,
    draft,
    step,
    setStep,
    /** Whether what is missing is to be marked. */
    strict,
    missing,
    test,
    create,
    problems: problemsByField(test.error ?? create.error, test.data?.steps ?? []),
    /** What is tried can be looked at again, and only what works gets a queue. */
    reached: !test.isIdle && missing === 0 ? (test.data?.passed ? 2 : 1) : 0,
    /** Other settings are not tried yet. */
    edit: (change: Partial<Draft>) => {
      setDraft((old) => ({ ...old, ...change }));
      if (change.values) test.reset();
    },
    /** Whether nothing is missing: then it is being tried. */
    tryOut: (): boolean => {
      setStrict(true);
      if (missing > 0) return false;
      setStep(1);
      test.mutate({ body });
      return true;
    },
    tryAgain: () => test.mutate({ body }),
    save: () => create.mutate({ body: { ...body, queue_id: draft.queueId } }),
  };
}
