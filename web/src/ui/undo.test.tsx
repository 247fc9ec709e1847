import { act, render, waitFor } from "@testing-library/react";
import { Suspense } from "react";
import { beforeAll, expect, it, vi } from "vitest";
import { commands } from "../lib/commands";
import { startTexts } from "../lib/i18n";
import { tellUndoable, UndoKey } from "./undo";

beforeAll(startTexts);

const offered = () => commands().find((each) => each.id === "undo");

it("takes back what was done last, then what was done before", async () => {
  const [first, second] = [vi.fn(), vi.fn()];
  render(
    <Suspense>
      <UndoKey />
    </Suspense>,
  );
  expect(offered()).toBeUndefined();
  act(() => {
    tellUndoable("One is done", first);
    tellUndoable("Another is done", second);
  });
  await waitFor(() => expect(offered()).toBeDefined());
  act(() => offered()?.run());
  expect(second).toHaveBeenCalledOnce();
  expect(first).not.toHaveBeenCalled();
  act(() => offered()?.run());
  expect(first).toHaveBeenCalledOnce();
  expect(offered()).toBeUndefined();
});
