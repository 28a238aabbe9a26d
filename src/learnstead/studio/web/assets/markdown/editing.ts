// The toolbar's edits: small changes around the selection, and nothing else in the text.
import { EditorSelection, type ChangeSpec } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";

export function wrap(view: EditorView, before: string, after = before): boolean {
  view.dispatch(view.state.changeByRange((range) => {
    const { doc } = view.state;
    const outside = doc.sliceString(range.from - before.length, range.from) === before && doc.sliceString(range.to, range.to + after.length) === after;
    if (outside) {
      return {
        changes: [{ from: range.from - before.length, to: range.from }, { from: range.to, to: range.to + after.length }],
        range: EditorSelection.range(range.from - before.length, range.to - before.length),
      };
    }
    return {
      changes: [{ from: range.from, insert: before }, { from: range.to, insert: after }],
      range: EditorSelection.range(range.from + before.length, range.to + before.length),
    };
  }));
  view.focus();
  return true;
}

/** Put something at the start of every selected line, or take it away when every line has it. */
export function prefix(view: EditorView, make: (place: number) => string, has: RegExp): boolean {
  const { doc, selection } = view.state;
  const first = doc.lineAt(selection.main.from).number;
  const last = doc.lineAt(selection.main.to).number;
  const lines = Array.from({ length: last - first + 1 }, (_, place) => doc.line(first + place));
  const all = lines.every((line) => has.test(line.text));
  const changes: ChangeSpec[] = lines.map((line, place) => {
    const found = has.exec(line.text)?.[0].length ?? 0;
    return { from: line.from, to: line.from + found, insert: all ? "" : make(place) };
  });
  view.dispatch({ changes });
  view.focus();
  return true;
}

const HEADING = /^#{1,6} /;

/** Second level, third, fourth, then none: the page's title is the first. */
export function heading(view: EditorView): boolean {
  const line = view.state.doc.lineAt(view.state.selection.main.from);
  const marks = HEADING.exec(line.text)?.[0] ?? "";
  const next = { "": "## ", "## ": "### ", "### ": "#### " }[marks] ?? "";
  view.dispatch({ changes: { from: line.from, to: line.from + marks.length, insert: next } });
  view.focus();
  return true;
}

/** Insert text in place of the selection; a bar marks where the cursor goes. */
export function insert(view: EditorView, text: string): boolean {
  const { from, to } = view.state.selection.main;
  const at = text.indexOf("|");
  const plain = at < 0 ? text : text.slice(0, at) + text.slice(at + 1);
  view.dispatch({ changes: { from, to, insert: plain }, selection: { anchor: from + (at < 0 ? plain.length : at) }, scrollIntoView: true });
  view.focus();
  return true;
}

/** Insert a block with an empty line before and after it. */
export function insertBlock(view: EditorView, text: string): boolean {
  const { doc, selection } = view.state;
  const { from, to } = selection.main;
  const before = doc.sliceString(Math.max(0, from - 2), from);
  const after = doc.sliceString(to, to + 2);
  const lead = from === 0 || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const trail = to === doc.length ? "\n" : after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  return insert(view, lead + text + trail);
}

export const TABLE = "| Heading | Heading |\n|---|---|\n| Text | Text |";
