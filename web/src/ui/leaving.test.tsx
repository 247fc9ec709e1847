import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { Suspense } from "react";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useEdited } from "../lib/edited";
import { startTexts } from "../lib/i18n";
import { useChoice } from "./leaving";

beforeAll(startTexts);

const list = (...names: string[]) => names.map((name) => ({ id: name, version: 1, name }));

function Editor({ item }: { item: { id: string; version: number; name: string } }) {
  const { fields, set } = useEdited(item, ({ name }) => ({ name }));
  return <input aria-label="Name" value={fields.name} onChange={(event) => set({ name: event.currentTarget.value })} />;
}

function Page({ items }: { items: ReturnType<typeof list> }) {
  const { current, isNew, choose, leaving } = useChoice(items);
  return (
    <>
      {leaving}
      {[...items.map(({ id }) => id), "new"].map((id) => (
        <button key={id} type="button" onClick={() => choose(id)}>
          {id}
        </button>
      ))}
      {isNew ? "A new one" : current && <Editor key={current.id} item={current} />}
    </>
  );
}

const page = (...names: string[]) => (
  <MantineProvider env="test">
    <Suspense>
      <Page items={list(...names)} />
    </Suspense>
  </MantineProvider>
);

const name = () => screen.findByRole<HTMLInputElement>("textbox", { name: "Name" });
const press = async (button: string) => fireEvent.click(await screen.findByRole("button", { name: button }));
const type = async (text: string) => fireEvent.change(await name(), { target: { value: text } });
const asked = () => screen.queryByText("Leave without saving?");

describe("another entry of a list", () => {
  let rerender: ReturnType<typeof render>["rerender"];
  beforeEach(() => {
    ({ rerender } = render(page("b", "c")));
  });

  it("is shown at once while nothing was changed", async () => {
    await press("c");
    expect((await name()).value).toBe("c");
    expect(asked()).toBeNull();
  });
  it("asks while something is not saved, also for a new one", async () => {
    await type("mine");
    for (const other of ["c", "new"]) {
      await press(other);
      await press("Stay here");
      await waitFor(() => expect(asked()).toBeNull());
      expect((await name()).value).toBe("mine");
    }
    await press("c");
    await press("Leave without saving");
    expect((await name()).value).toBe("c");
    await press("b");
    expect((await name()).value).toBe("b");
  });
  it("does not ask for the one that is there", async () => {
    await type("mine");
    await press("b");
    expect(asked()).toBeNull();
    expect((await name()).value).toBe("mine");
  });
  it("does not take the place of what is edited when it comes to stand first", async () => {
    await type("mine");
    rerender(page("a", "b", "c"));
    expect((await name()).value).toBe("mine");
  });
});
